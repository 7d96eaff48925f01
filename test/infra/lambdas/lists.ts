import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, S3Client, SelectObjectContentCommand } from '@aws-sdk/client-s3';

const config = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };

/** What operations answer that stream no events, and what one that does says. */
export const handler = async (endpoint: string) => {
  const s3 = new S3Client({ ...config, endpoint, forcePathStyle: true });
  const logs = new CloudWatchLogsClient({ ...config, endpoint });
  const where = { Bucket: 'bucket', Key: 'key' };
  const object = await (await s3.send(new GetObjectCommand(where))).Body?.transformToString();
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'group' }));
  const query = { Expression: 'SELECT * FROM s3object', ExpressionType: 'SQL' } as const;
  const streamed = await s3
    .send(new SelectObjectContentCommand({ ...where, ...query, InputSerialization: {}, OutputSerialization: {} }))
    .then(() => 'streamed')
    .catch((error: Error) => error.message);
  return { object, lines: events?.map(({ message }) => message), streamed };
};
