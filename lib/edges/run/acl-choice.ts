/** What an aws-nacl edge may be told: one network ACL, or all of a VPC or with a tag, as they are at that moment. */
export type AclChoice =
  | { readonly kind: 'id' | 'vpc'; readonly id: string }
  | { readonly kind: 'tag'; readonly key: string; readonly value: string };

/** A value EC2's filters would read as a pattern (`*`, `?`) is none; blanks and commas end a word of the option. */
export const ACL_CHOICE =
  /^(?:acl-[0-9a-f]{8,17}|(?:vpc:)?vpc-[0-9a-f]{8,17}|tag:[\w.:/+@-]{1,128}=[\w.:/+=@-]{1,256})$/;

/**
 * Reads what {@link ACL_CHOICE} takes; anything else is an id, as a CloudFormation token is. The token of a VPC's id is
 * known by `vpc:` before it.
 */
export function aclChoice(text: string): AclChoice {
  const tag = /^tag:([^=]+)=(.+)$/.exec(text);
  if (tag) return { kind: 'tag', key: tag[1] ?? '', value: tag[2] ?? '' };
  const [, vpc] = /^vpc:(.+)$/s.exec(text) ?? [];
  if (vpc !== undefined) return { kind: 'vpc', id: vpc };
  return { kind: text.startsWith('vpc-') ? 'vpc' : 'id', id: text };
}
