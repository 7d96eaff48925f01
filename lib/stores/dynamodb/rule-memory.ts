import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RuleMemory, SavedRule } from '../../edges/ports';
import { rulesKey } from './keys';
import { keyAttributes, readItem, type Table, textOf } from './table';

const SAVED = 'rules';

/** What edges remember of their own doing, on the table: one item a group or network ACL, the list as JSON. */
export function dynamoRuleMemory(table: Table): RuleMemory {
  return {
    load: async (place) => {
      const item = await readItem(table, rulesKey(place));
      return item ? (JSON.parse(textOf(item, SAVED)) as readonly SavedRule[]) : [];
    },
    save: async (place, rules) => {
      const Item = { ...keyAttributes(rulesKey(place)), [SAVED]: { S: JSON.stringify(rules) } };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}
