import type { EdgeState, EdgeStateStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { NEVER_RUN } from '../edge-state';

interface Row {
  state: EdgeState;
  lease: { readonly token: string; readonly until: Seconds } | undefined;
}

/** States and leases of the edges of one process. */
export function memoryEdgeStates(): EdgeStateStore {
  const rows = new Map<string, Row>();
  let tokens = 0;

  function rowOf(edge: string): Row {
    const known = rows.get(edge);
    if (known) return known;
    const created: Row = { state: NEVER_RUN, lease: undefined };
    rows.set(edge, created);
    return created;
  }

  return {
    get: async (edge) => rowOf(edge).state,
    request: async (edge) => {
      const row = rowOf(edge);
      row.state = { ...row.state, requested: row.state.requested + 1 };
    },
    acquire: async (edge, now, until) => {
      const row = rowOf(edge);
      if (row.lease && row.lease.until >= now) return undefined;
      tokens += 1;
      row.lease = { token: `${tokens}`, until };
      return row.lease.token;
    },
    renew: async (edge, token, until) => {
      const row = rowOf(edge);
      if (row.lease?.token !== token) return false;
      row.lease = { token, until };
      return true;
    },
    finish: async (edge, token, state) => {
      const row = rowOf(edge);
      if (row.lease?.token !== token) return 'lost';
      if (row.state.requested !== state.requested) return 'again';
      row.state = { ...state, overflow: [...state.overflow] };
      row.lease = undefined;
      return 'done';
    },
    release: async (edge, token) => {
      const row = rowOf(edge);
      if (row.lease?.token === token) row.lease = undefined;
    },
  };
}
