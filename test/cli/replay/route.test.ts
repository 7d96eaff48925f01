import { logName, routeFile } from '../../../lib/cli/replay/route';
import type { Jail } from '../../../lib/core/ruleset';

const jail = (name: string, logpath: string[], loggroup: string[] = []) =>
  ({ name, logpath, loggroup }) as unknown as Jail;

const jails = [
  jail('sshd', ['/var/log/auth.log', '/var/log/secure tail'], ['fleet/auth']),
  jail('nginx-http-auth', ['/var/log/nginx/*error.log']),
  jail('nginx-botsearch', ['/var/log/nginx/access[._]log', '/srv/?/access.log']),
  jail('apache-auth', ['/var/log/apache2/*error.log']),
];

describe('a file goes to the jails', () => {
  it('whose logpath names it by its full path', () => {
    expect(routeFile('/var/log/nginx/shop-error.log', jails)).toEqual(['nginx-http-auth']);
    expect(routeFile('/srv/a/access.log', jails)).toEqual(['nginx-botsearch']);
  });

  it('else by its base name, without the ending of rotation and compression', () => {
    expect(routeFile('copies/auth.log', jails)).toEqual(['sshd']);
    expect(routeFile('copies/auth.log.1', jails)).toEqual(['sshd']);
    expect(routeFile('copies/auth.log.12.gz', jails)).toEqual(['sshd']);
    expect(routeFile('copies/secure-20261118', jails)).toEqual(['sshd']);
    expect(routeFile('copies/error.log', jails)).toEqual(['nginx-http-auth', 'apache-auth']);
  });

  it('whose log group ends in its name', () => {
    expect(routeFile('copies/auth', jails)).toEqual(['sshd']);
  });

  it('or to none: a glob does not reach into folders, a dot is a dot', () => {
    expect(routeFile('copies/authxlog', jails)).toEqual([]);
    expect(routeFile('/srv/ab/access.txt', jails)).toEqual([]);
    expect(routeFile('copies/access_log', jails)).toEqual(['nginx-botsearch']);
  });
});

describe('the name of a log', () => {
  it.each([
    ['/var/log/auth.log', 'auth.log'],
    ['/var/log/auth.log.2.gz', 'auth.log'],
    ['auth.log-20261118.gz', 'auth.log'],
    ['-', '-'],
  ])('%s is %s', (file, name) => {
    expect(logName(file)).toBe(name);
  });
});
