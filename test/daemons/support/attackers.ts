/** Nobody connects from these: a log that names one of them was forged. */
export const VICTIMS = ['192.0.2.66', '2001:db8:bad::66'] as const;

/** Addresses of the loopback interface, another for each attacker: 127.20.0.1 and on. */
export const attacker = (number: number): string => `127.20.${number >> 8}.${number & 255}`;

export const isAttacker = (id: string): boolean => id.startsWith('127.20.');
