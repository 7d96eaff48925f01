import { formatCidr, parseCidr } from '../../core/address';

/** A CIDR as the table writes it, from whatever spelling an API answers. What cannot be read stays as it is. */
export const canonical = (cidr: string): string => {
  const range = parseCidr(cidr);
  return range ? formatCidr(range) : cidr;
};
