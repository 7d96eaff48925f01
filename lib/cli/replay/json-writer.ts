import { jsonText } from '../client/text/json';
import type { Io } from '../io';

/** Objects a line each, in characters that can all be seen, written some thousand at a time. */
export function jsonWriter(io: Pick<Io, 'stdout'>) {
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0) io.stdout(waiting.join(''));
    waiting = [];
  };
  return {
    write: (value: object) => {
      waiting.push(jsonText(value));
      if (waiting.length >= 1000) flush();
    },
    flush,
  };
}

export type JsonWriter = ReturnType<typeof jsonWriter>;
