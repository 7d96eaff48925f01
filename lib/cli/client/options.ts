/** Options of every form. */
export interface CommonOption {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly summary: string;
}

export const COMMON_OPTIONS: readonly CommonOption[] = [
  {
    name: 'config',
    short: 'c',
    value: 'DIR',
    summary: 'the configuration that was deployed; default etc/fail2ban where there is one, else what ships',
  },
  { name: 'stack', value: 'NAME', summary: 'the deployment; default Fail2edge' },
  { name: 'table', value: 'NAME', summary: "the deployment's table, without asking CloudFormation for it" },
  { name: 'region', value: 'REGION', summary: 'default AWS_REGION, AWS_DEFAULT_REGION, then that of the profile' },
  { name: 'profile', value: 'NAME', summary: 'of ~/.aws/config; default AWS_PROFILE' },
  { name: 'json', summary: 'one JSON object a line' },
  { name: 'help', short: 'h', summary: 'this text' },
];
