import type { Check, Examined, Finding } from './check';

export interface Diagnosis {
  readonly check: string;
  readonly findings: readonly Finding[];
}

/** Runs the checks, all at once; one that cannot be made is a failed one. */
export const examine = (checks: readonly Check[], examined: Examined): Promise<readonly Diagnosis[]> =>
  Promise.all(
    checks.map(async ({ name, run }): Promise<Diagnosis> => {
      try {
        return { check: name, findings: await run(examined) };
      } catch (error) {
        const what = error instanceof Error ? error.message.replace(/^fail2edge: /, '') : String(error);
        return { check: name, findings: [{ level: 'fail', what, todo: 'without this it cannot be checked' }] };
      }
    }),
  );
