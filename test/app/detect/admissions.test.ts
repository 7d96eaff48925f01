import { createAdmissions } from '../../../lib/app/detect/admissions';
import type { Found } from '../../../lib/app/detect/match-batch';
import type { Finding } from '../../../lib/core/finding';
import { createProtection } from '../../../lib/core/protect';
import { aJail } from '../../support/builders';

const jail = aJail();
const watch = {
  jail,
  protection: createProtection({ ...jail, self: [] }),
  matcherFor: () => {
    throw new Error('nothing is matched here');
  },
};

function found(id: string): Found {
  const finding = { id, kind: 'ip4', cidr: null, ambiguous: false } as Finding;
  return { watch, record: 0, finding } as unknown as Found;
}

describe('who is charged', () => {
  it('is decided once an address', () => {
    const admissions = createAdmissions();
    expect(admissions(found('192.0.2.1'), new Map())).toEqual([{ kind: 'charged', ip: '192.0.2.1', key: '192.0.2.1' }]);
    expect(admissions(found('192.0.2.1'), new Map())).toBe(admissions(found('192.0.2.1'), new Map()));
  });

  it('is not remembered of what is no address: that text is a piece of the payload, which would be kept with it', () => {
    const admissions = createAdmissions();
    const first = admissions(found('300.300.300.300'), new Map());
    expect(first).toEqual([{ kind: 'ignored', id: '300.300.300.300', reason: 'invalid-address' }]);
    expect(admissions(found('300.300.300.300'), new Map())).not.toBe(first);
  });
});
