import { usersIn } from '../../lib/app/report-users';
import { aJail, anExpression, filterRules } from './report-jail';

const failregex = [
  anExpression('^Login of (.*) refused from (\\S+)\\n$', { user: [1], ip4: [2] }),
  anExpression('^Second name (\\S+) given from (\\S+)\\n$', { alt_user: [1], ip4: [2] }),
];

test('the jail’s own filter tells which users its lines name', () => {
  const jail = aJail({ rules: filterRules({ failregex }) });
  const lines = ['Login of my pass word refused from 192.0.2.1', 'other', 'Second name bob given from 192.0.2.1'];
  expect([...usersIn(jail, lines)].sort()).toEqual(['bob', 'my pass word']);
});

test('lines of a session that only wait tell users too', () => {
  const waiting = [anExpression('^\\[(\\d+)\\] hello (\\S+)\\n$', { mlfid: [1], user: [2] })];
  expect(usersIn(aJail({ rules: filterRules({ failregex: waiting }) }), ['[7] hello eve'])).toEqual(['eve']);
});

test('a record of the journal is read with the journal’s filter', () => {
  const journalRules = filterRules({ failregex, logtype: 'journal', journalmatch: [['_SYSTEMD_UNIT=x.service']] });
  const jail = aJail({ rules: filterRules({}), journalRules });
  expect(usersIn(jail, ['Login of bob refused from 192.0.2.1'])).toEqual(['bob']);
});
