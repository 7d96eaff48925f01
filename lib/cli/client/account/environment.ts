import type { Values } from '../said';

/** What `--profile` overrides, as in the AWS CLI: keys that lie in the environment. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * Writes `--region` and `--profile` where the SDK reads them, before a client is made. The SDK knows AWS_REGION only; the
 * AWS CLI takes AWS_DEFAULT_REGION as well.
 * @returns the Region; undefined: that of the profile.
 */
export function chooseAccount(values: Values, environment: NodeJS.ProcessEnv): string | undefined {
  const profile = textOf(values.profile);
  if (profile !== undefined) {
    environment.AWS_PROFILE = profile;
    for (const key of KEYS) delete environment[key];
  }
  const given = [values.region, environment.AWS_REGION, environment.AWS_DEFAULT_REGION];
  const region = given.map(textOf).find((text) => text !== undefined);
  if (region === undefined) delete environment.AWS_REGION;
  else environment.AWS_REGION = region;
  return region;
}

/** What was given; an empty text was not. */
export const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
