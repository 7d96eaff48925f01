/** What is counted of a jail. `lag` is a level: seconds from an event's time to its arrival, the greatest counts. */
export type JailMetric =
  | 'found'
  | 'banned'
  | 'unbanned'
  | 'ignored'
  | 'invalid'
  | 'truncated'
  | 'ambiguous'
  | 'stopped'
  | 'clock'
  /** Lines of its log groups that no jail made anything of. */
  | 'unparsed';

/**
 * Levels of an edge: CIDRs that do not fit, allow rules before our denies, percent of its room that is taken (the family
 * with the least left).
 */
export type EdgeMetric = 'overflow' | 'shadowed' | 'full';
