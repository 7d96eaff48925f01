import { type Check, ok, warn } from '../check';

export const shadowsCheck: Check = {
  name: 'shadows',
  summary: 'no rule of somebody else takes the effect from ours',
  run: async ({ edges }) => {
    const looked = await edges();
    const notices = looked.flatMap(({ config, report }) => report.notices.map((notice) => `${config.name}: ${notice}`));
    if (notices.length === 0) return looked.length === 0 ? [] : [ok('nothing stands before our entries')];
    return notices.map((notice) =>
      warn(notice, 'give that rule a greater number, or set rules= of the action below it'),
    );
  },
};
