import type { EdgeState } from '../core/ports';

/** What is known of an edge before its first run. */
export const NEVER_RUN: EdgeState = { requested: 0, applied: 0, probe: '', overflow: [], comparedAt: 0 };
