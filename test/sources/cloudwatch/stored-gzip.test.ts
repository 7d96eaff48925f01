import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { storedGzip } from '../../../lib/sources/cloudwatch/stored-gzip';

describe('gzip without compression', () => {
  it('is what gunzip reads back, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(gunzipSync(storedGzip(Buffer.from(bytes))).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 65_534, 65_535, 65_536, 131_070, 131_071, 500_000])(
    'of %d bytes, over the ends of blocks',
    (length) => {
      const bytes = Buffer.from(Array.from({ length }, (_, n) => n % 251));
      expect(gunzipSync(storedGzip(bytes)).equals(bytes)).toBe(true);
    },
  );
});
