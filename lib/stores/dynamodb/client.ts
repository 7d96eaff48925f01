import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The one place a DynamoDB client is made. Region, credentials and endpoint (`AWS_ENDPOINT_URL_DYNAMODB`,
 * `AWS_ENDPOINT_URL`) come from the environment, as the SDK reads them.
 * @param maxAttempts tries of one request, the first included; throttling and 5xx are retried with full jitter
 * @param requestTimeout milliseconds an answer may take; DynamoDB's own are single digits, a lost one is asked for again
 */
export function dynamoClient(maxAttempts: number, requestTimeout = 3_000): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts,
    retryMode: 'standard',
    // Without the last, the handler only warns of an answer that does not come.
    requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true },
  });
}
