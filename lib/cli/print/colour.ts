import picocolors from 'picocolors';
import type { Io } from '../io';

type Painter = (text: string) => string;

const plain: Painter = (text) => text;

/** Colours only where the output is a terminal that wants them. */
const paint =
  (name: 'bold' | 'dim' | 'red' | 'green' | 'yellow') =>
  ({ colour }: Pick<Io, 'colour'>): Painter =>
    colour ? picocolors.createColors(true)[name] : plain;

export const bold = paint('bold');
export const dim = paint('dim');
export const red = paint('red');
export const green = paint('green');
export const yellow = paint('yellow');
