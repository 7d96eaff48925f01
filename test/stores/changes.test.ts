import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoChanges } from '../../lib/stores/dynamodb/changes';
import { changesKey } from '../../lib/stores/dynamodb/keys';
import { keyAttributes } from '../../lib/stores/dynamodb/table';
import { memoryChanges } from '../../lib/stores/memory/changes';
import { type LocalTable, newTable, startTable } from '../support/dynalite';
import { changeContract } from './change-contract';

describe('run-time changes in memory', () => {
  changeContract(async () => memoryChanges());
});

describe('run-time changes on the table', () => {
  let table: LocalTable;
  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());

  changeContract(async () => dynamoChanges(await newTable(table)));

  it('that cannot be read are an error: who is spared must not be guessed', async () => {
    const { client, name } = await newTable(table);
    for (const changes of ['{', undefined]) {
      const Item = { ...keyAttributes(changesKey), version: { N: '4' }, ...(changes && { changes: { S: changes } }) };
      await client.send(new PutItemCommand({ TableName: name, Item }));
      await expect(dynamoChanges({ client, name }).get()).rejects.toMatchObject({ name: 'TableItemError' });
    }
  });
});
