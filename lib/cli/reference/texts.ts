/** What man page and reference say besides the grammar. */
export const INTRODUCTION = {
  oneLine: "fail2ban for AWS: one count over the whole fleet, bans at the cloud's edge",
  paragraphs: [
    'fail2edge reads the configuration of fail2ban, counts failures over all hosts together in AWS Lambda, and bans in WAF IP sets, network ACLs, security groups and prefix lists. This is its command line: what fail2ban-client says, against the table of a deployment, and tools that work on logs and on the configuration without one.',
    'Answers go to standard output, words for people to standard error. With --json every answer is one JSON object a line.',
  ],
} as const;

export const EXIT_CODES = [
  { code: 0, meaning: 'Done.' },
  {
    code: 1,
    meaning:
      'A check that was asked for failed: doctor found something, allow check found somebody who would be banned, why was asked of an address that nobody knows, a notification that was tried did not arrive.',
  },
  {
    code: 255,
    meaning:
      'Bad use, bad configuration, an account that cannot be asked, or something of what was asked for was not done.',
  },
] as const;

export const FILES = [
  { name: 'etc/fail2ban', meaning: 'The configuration, a folder like /etc/fail2ban, where --config names no other.' },
  { name: '~/.aws/config', meaning: 'Region and credentials, as the AWS CLI has them.' },
] as const;

export const ENVIRONMENT = [
  { name: 'AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE', meaning: 'As for the AWS CLI; --region and --profile win.' },
  { name: 'NO_COLOR', meaning: 'Set to anything: no colours.' },
] as const;

export const EXAMPLES = [
  { say: 'fail2edge replay --jail sshd /var/log/auth.log', meaning: 'Who would be banned:' },
  {
    say: 'fail2edge replay --config etc/fail2ban --logs /var/log/auth.log --since 24h --set sshd.maxretry=3 --against',
    meaning: 'What another limit would have done with the last day of a log group:',
  },
  { say: 'fail2edge status sshd', meaning: 'Who is banned:' },
  { say: 'fail2edge set sshd banip 203.0.113.0/24 --for 24h --reason scanner', meaning: 'Ban a range for a day:' },
  { say: 'fail2edge report --html report.html', meaning: 'The week as a page:' },
] as const;
