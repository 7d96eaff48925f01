import type { Action } from './answer';

const status = () => import('./answers/status');
const banned = () => import('./answers/banned');
const settings = () => import('./answers/settings');
const change = () => import('./answers/change');
const runTime = () => import('./answers/run-time');
const allow = () => import('./answers/allow');
const small = () => import('./answers/small');

/** What answers each form; loaded when it is said, so that no command pays for the others' start. */
export const ACTIONS = {
  serverStatus: async () => (await status()).serverStatus,
  allStatus: async () => (await status()).allStatus,
  jailStatus: async () => (await status()).jailStatus,
  allStatistics: async () => (await status()).allStatistics,
  banned: async () => (await banned()).banned,
  jailBanned: async () => (await banned()).jailBanned,
  banip: async () => (await banned()).banip,
  edges: async () => (await import('./answers/edges')).edges,
  why: async () => (await import('./answers/why')).why,
  history: async () => (await import('./answers/history')).history,
  tail: async () => (await import('./answers/tail')).tail,
  report: async () => (await import('./answers/report')).report,
  exportBans: async () => (await import('./answers/export')).exportBans,
  notifyTest: async () => (await import('./answers/notify-test')).notifyTest,
  dump: async () => (await import('./answers/dump')).dump,
  settingOf: async () => (await settings()).settingOf,
  dbpurgeage: async () => (await settings()).dbpurgeage,
  actions: async () => (await settings()).actions,
  journalmatch: async () => (await settings()).journalmatch,
  setBanip: async () => (await change()).setBanip,
  setAttempt: async () => (await import('./answers/attempt')).setAttempt,
  setUnbanip: async () => (await change()).setUnbanip,
  unban: async () => (await change()).unban,
  unbanEverybody: async () => (await change()).unbanEverybody,
  addIgnoreip: async () => (await runTime()).addIgnoreip,
  delIgnoreip: async () => (await runTime()).delIgnoreip,
  setIdle: async () => (await runTime()).setIdle,
  setSimulate: async () => (await runTime()).setSimulate,
  setSetting: async () => (await runTime()).setSetting,
  allowAdd: async () => (await allow()).allowAdd,
  allowDelete: async () => (await allow()).allowDelete,
  allowList: async () => (await allow()).allowList,
  allowCheck: async () => (await import('./answers/allow-check')).allowCheck,
  panicOn: async () => (await runTime()).panicOn,
  panicOff: async () => (await runTime()).panicOff,
  reload: async () => (await runTime()).reload,
  configDiff: async () => (await import('./answers/config-diff')).configDiff,
  doctor: async () => (await import('./answers/doctor')).doctor,
  ping: async () => (await small()).ping,
  str2sec: async () => (await small()).str2sec,
} as const satisfies Record<string, () => Promise<Action>>;

export type ActionName = keyof typeof ACTIONS;
