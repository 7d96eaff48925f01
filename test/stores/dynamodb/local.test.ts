import { missingJava, startDynamoDbLocal } from '../../support/dynamodb-local';
import { contractsOn } from './contracts';

const missing = missingJava();
if (missing !== undefined) process.stderr.write(`DynamoDB Local is not asked: ${missing}.\n`);

/** Amazon's own DynamoDB Local, as a second opinion to dynalite. It needs Java; a laptop without one says so, CI has one. */
(missing === undefined || process.env.CI ? describe : describe.skip)('the same contracts', () => {
  jest.setTimeout(30_000);
  // It takes a while to make a table, and each case asks for one.
  contractsOn('DynamoDB Local', startDynamoDbLocal, 2);
});
