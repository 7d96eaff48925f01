/** Where the client looked; for sentences. */
export interface Place {
  readonly stack: string;
  readonly table: string | undefined;
  readonly region: string | undefined;
}

/** The account cannot be asked. The message says why and what to do. Exit code 255. */
export class AccountError extends Error {
  override readonly name = 'AccountError';

  constructor(sentence: string, options?: ErrorOptions) {
    super(`fail2edge: ${sentence}`, options);
  }
}

/** Whether AWS denied `action`, such as `dynamodb:Scan`, and named it. */
export const isDenied = (error: unknown, action: string): boolean =>
  error instanceof AccountError &&
  error.cause instanceof Error &&
  error.cause.name.startsWith('AccessDenied') &&
  error.cause.message.includes(action);

/** Whether AWS said that there is no such thing. */
export const isMissing = ({ cause }: AccountError): boolean =>
  cause instanceof Error && cause.name === 'ResourceNotFoundException';

/** What the SDK's and AWS's errors carry, as far as it is there. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: unknown;
}

const NEEDED =
  'an operator needs cloudformation:DescribeStacks on the stack, dynamodb:GetItem, Query and PutItem on the table, Query on its index';

type Sentence = (failure: Failure, place: Place) => string;

const region = ({ region: name }: Place): string => name ?? 'this Region';

/** By what the error's name, message or code says; the first that fits. */
const SENTENCES: readonly (readonly [RegExp, Sentence])[] = [
  [/^Region is missing/, () => 'no AWS Region is set: give --region, or set AWS_REGION or the region of the profile'],
  [/^Region not accepted/, (_, place) => `there is no Region ${place.region}: look at --region and AWS_REGION`],
  [
    /^CredentialsProviderError|^TokenProviderError/,
    ({ message }) => `no AWS credentials were found: sign in as for the AWS CLI, or give --profile (${message})`,
  ],
  [/^(Expired|RequestExpired|TokenExpired)/, () => 'the AWS credentials have expired: sign in again'],
  [
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|AuthFailure)/,
    ({ message }) => `AWS does not know these credentials: look at --profile and --region (${message})`,
  ],
  [/^AccessDenied|^UnauthorizedOperation/, ({ message }) => `AWS denies it: ${message}; ${NEEDED}`],
  [
    /^ResourceNotFoundException/,
    (_, place) => `there is no table ${place.table} in ${region(place)}: look at --table, --region and --profile`,
  ],
  [
    /^ValidationError .*does not exist/,
    (_, place) =>
      `there is no stack ${place.stack} in ${region(place)}: name another with --stack, look at --region and --profile`,
  ],
  [
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)\b|^TimeoutError/,
    ({ message }, place) =>
      `AWS cannot be reached in ${region(place)}: look at the network and at --region (${message})`,
  ],
  [/^TableItemError/, ({ message }) => `the table holds what is not ours: ${message}`],
];

/** The error in words for an operator; what is a fault of our own is given back as it is. */
export function accountError(thrown: unknown, place: Place): unknown {
  if (!(thrown instanceof Error) || thrown instanceof AccountError) return thrown;
  const failure: Failure = thrown;
  const texts = [`${failure.name} ${failure.message}`, failure.message, failure.code ?? ''];
  const sentence = SENTENCES.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
  if (sentence) return new AccountError(sentence(failure, place), { cause: thrown });
  if (!('$metadata' in failure)) return thrown;
  return new AccountError(`AWS answered ${failure.name}: ${failure.message}`, { cause: thrown });
}
