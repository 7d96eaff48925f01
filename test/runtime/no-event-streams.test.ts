import {
  EventStreamSerde,
  eventStreamSerdeProvider,
  resolveEventStreamSerdeConfig,
} from '../../lib/runtime/no-event-streams';

test('a client’s configuration is left as it is', () => {
  const config = { region: 'eu-central-1' };
  expect(resolveEventStreamSerdeConfig(config)).toBe(config);
  expect(eventStreamSerdeProvider()).toBeUndefined();
});

test('an operation that streams events says why it cannot', () => {
  expect(() => new EventStreamSerde()).toThrow(/bundled without them/);
});
