const OWN = '/fail2edge/';

/** Where our functions write; the name is known before it is deployed, so that nobody subscribes us to ourselves. */
export const ownLogGroup = (stack: string, name: string): string => `${OWN}${stack}/${name}`;

/** Whether a log group is one of ours, of whatever deployment. */
export const isOwnLogGroup = (name: string): boolean => name.startsWith(OWN);
