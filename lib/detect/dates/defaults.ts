/**
 * The date forms that are searched when a filter names none, in fail2ban's order, written as date patterns.
 * `EPOCH` and `TAI64N` stand for the templates of that name.
 */
const SLASH_OR_DASH = '(?P<_sep>[/-])';
const SAME = '(?P=_sep)';
const PART = String.raw`(?:\.%f)?`;
/** `Sun Jan 23 21:59:59.011 2005`: weekday, fraction and year may be missing. */
const ASCTIME = `(?:%a )?%b %d %k:%M:%S${PART}(?: %ExY)?`;
const ANY_PART_AND_ZONE = String.raw`(?:[,.]%f)?(?:\s*%z)?`;

export const DEFAULT_PATTERNS: readonly string[] = [
  // 2005-01-23T21:59:59.981746+02:00, 2005/01/23 21:59:59, 2005.01.23  8:59:59
  `%ExY(?P<_sep>[./-])%m${SAME}%d(?:T| {1,2})%H:%M:%S${ANY_PART_AND_ZONE}`,
  ASCTIME,
  // Sun Jan 23 2005 21:59:59.011
  `(?:%a )?%b %d %ExY %k:%M:%S${PART}`,
  // 23/01/2005 21:59:59, 23-01-05 21:59:59
  `%d${SLASH_OR_DASH}%m${SAME}(?:%ExY|%Exy) %k:%M:%S`,
  // 31/Oct/2006:09:22:55 -0000 (Apache), 26-Jul-2007 15:20:52.252 (BIND)
  `%d${SLASH_OR_DASH}%b${SAME}%ExY[ :]?%H:%M:%S${PART}(?: %z)?`,
  // 05/20/2008:01:57:39
  '%m/%d/%ExY:%H:%M:%S',
  // 01-27-2012 16:22:44.252
  `%m-%d-%ExY %k:%M:%S${PART}`,
  'EPOCH',
  '{^LN-BEG}%H:%M:%S',
  // <09/16/08@05:03:30>
  '^<%m/%d/%Exy@%H:%M:%S>',
  // 130322 11:46:11 (MySQL)
  '%Exy%Exm%Exd {1,2}%H:%M:%S',
  // Apr 27, 2013 2:33:06 PM (Tomcat)
  '%b %d, %ExY %I:%M:%S %p',
  // Apr-27-13 02:33:06
  '^%b-%d-%Exy %k:%M:%S',
  // 20050123T215959, 20050123 21:59:59, 20050123-215959
  `%ExY%Exm%Exd(?:[T-]| {1,2})%ExH:?%ExM:?%ExS${ANY_PART_AND_ZONE}`,
  // PDT Apr 16 21:05:29 (monit)
  `(?:%Z )?${ASCTIME}`,
  // +00:00 Jan 23 21:59:59.011 2005
  `(?:%z )?${ASCTIME}`,
  'TAI64N',
];
