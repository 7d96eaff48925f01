import { subscriptionPattern } from '../../../config/subscription/pattern';
import type { Seconds } from '../../../core/ruleset';
import { type WatchedLogGroup, watchedLogGroups } from '../../../core/subscription';
import { createMatcher, createStreamState } from '../../../detect/matcher';
import { readLine } from '../../../sources/journald';
import type { Sample } from './aws';
import type { Examined } from './check';

/** How far back events are looked at. */
export const LOOK_BACK: Seconds = 3600;

/** The latest events of a log group, and which of them are failures to a jail that reads it. */
export interface Sampled extends WatchedLogGroup {
  /** undefined: every line is delivered. */
  readonly pattern: string | undefined;
  readonly samples: readonly Sample[];
  readonly failures: readonly Sample[];
}

/** Every log group with its latest events, judged by the jails here. */
export async function sampled({ ruleset, aws, clock }: Examined): Promise<readonly Sampled[]> {
  const groups = watchedLogGroups(ruleset.jails);
  const one = async (group: WatchedLogGroup): Promise<Sampled> => {
    const needed = subscriptionPattern(group.jails);
    const samples = (await aws?.recent(group.name, clock() - LOOK_BACK)) ?? [];
    return {
      ...group,
      pattern: needed.kind === 'pattern' ? needed.pattern : undefined,
      ...{ samples, failures: failuresOf(group, samples) },
    };
  };
  return Promise.all(groups.map(one));
}

function failuresOf({ jails }: WatchedLogGroup, samples: readonly Sample[]): readonly Sample[] {
  const matchers = jails.map(({ rules, journalRules, usedns, logtimezone }) => {
    const options = { usedns, logtimezone, ambiguity: 'keep', timeRule: { kind: 'event' } } as const;
    const text = createMatcher(rules, options);
    const journal = journalRules ? createMatcher(journalRules, options) : text;
    const state = createStreamState();
    return (sample: Sample) => {
      const line = readLine({ timestamp: sample.time * 1000, message: sample.message });
      return (line.fields ? journal : text).match(line, state).kind === 'failure';
    };
  });
  return samples.filter((sample) => matchers.map((fails) => fails(sample)).some(Boolean));
}
