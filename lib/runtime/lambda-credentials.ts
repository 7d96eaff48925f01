/**
 * Stands in for `@aws-sdk/credential-provider-node` in the functions' bundles (`lib/infra/bundle`). Lambda puts the role's
 * credentials into the environment and starts the function anew before they end; the SDK's chain of profiles, single
 * sign-on and web identities would be a quarter of detect's code, loaded at every cold start and never used.
 */
export interface LambdaCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The SDK's clients ask for it by this name. Throws, naming what is missing, outside Lambda. */
export const defaultProvider = () => async (): Promise<LambdaCredentials> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
};
