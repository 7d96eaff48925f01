import { PutObjectCommand } from '@aws-sdk/client-s3';
import { EXPORT_FORMATS, type ExportFormat } from '../../core/export';
import { PLAIN, type TargetModule, whyOf } from './target';

/** The list of who is banned now, by all jails, as an object that is replaced whenever a ban is made or lifted. */
export const s3: TargetModule = {
  ...PLAIN,
  kind: 's3',
  description: 'an object of Amazon S3 with the list of who is banned now',
  tellsEnds: true,
  capped: false,
  permissions: ({ options }, { partition }) => [
    { actions: ['s3:PutObject'], resources: [`arn:${partition}:s3:::${options.bucket}/${options.key}`] },
  ],
  open:
    ({ name, options }, tools) =>
    async () => {
      try {
        const format = EXPORT_FORMATS[(options.format ?? 'plain') as ExportFormat];
        const { ETag } = await tools.s3().send(
          new PutObjectCommand({
            Bucket: options.bucket,
            Key: options.key,
            Body: format(await tools.live()),
            ContentType: options.format === 'json' ? 'application/x-ndjson' : 'text/plain; charset=utf-8',
          }),
        );
        return { kind: 'sent', id: ETag ?? '' };
      } catch (error) {
        return { kind: 'failed', notice: `${name}: the list could not be written: ${whyOf(error)}` };
      }
    },
};
