import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RuleMemory, SavedRule } from '../../edges/ports';
import { rulesKey } from './keys';
import { keyAttributes, readItem, type Table, textOf } from './table';

const SAVED = 'rules';

/** What edges remember of their own doing, on the table: one item an edge, the list as JSON. */
export function dynamoRuleMemory(table: Table): RuleMemory {
  return {
    load: async (edge) => {
      const item = await readItem(table, rulesKey(edge));
      return item ? (JSON.parse(textOf(item, SAVED)) as readonly SavedRule[]) : [];
    },
    save: async (edge, rules) => {
      const Item = { ...keyAttributes(rulesKey(edge)), [SAVED]: { S: JSON.stringify(rules) } };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}
