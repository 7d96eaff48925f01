import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The one place a DynamoDB client is made. Region, credentials and endpoint (`AWS_ENDPOINT_URL_DYNAMODB`,
 * `AWS_ENDPOINT_URL`) come from the environment, as the SDK reads them.
 * @param maxAttempts tries of one request, the first included; throttling and 5xx are retried with full jitter
 */
export function dynamoClient(maxAttempts: number): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
}
