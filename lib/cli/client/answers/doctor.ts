import { UsageError } from '../../io';
import { textOf } from '../account/environment';
import type { Action, Session } from '../answer';
import { CHECKS } from '../doctor';
import type { DoctorAws } from '../doctor/aws';
import type { Examined, Finding } from '../doctor/check';
import { type Diagnosis, examine } from '../doctor/run';
import { lookAtEdges } from './edges';

/** `doctor [CHECK]`: what is wrong with the deployment; exit code 1 when a check failed. */
export const doctor: Action = async (session, { operands: [name] }) => {
  const checks = CHECKS.filter((check) => name === undefined || check.name === name);
  if (checks.length === 0) {
    throw new UsageError(
      `there is no check ${JSON.stringify(name)}; there are ${CHECKS.map((one) => one.name).join(', ')}`,
    );
  }
  const aws = await session.doctor();
  try {
    const diagnoses = await examine(checks, await examined(session, aws));
    const all = diagnoses.flatMap(({ findings }) => findings);
    return {
      text: [...diagnoses.flatMap(lines), '', summary(all, aws !== undefined)].join('\n'),
      json: diagnoses.flatMap(({ check, findings }) => findings.map((finding) => ({ check, ...finding }))),
      failed: all.some(({ level }) => level === 'fail') && 'check',
      paint: 'levels',
    };
  } finally {
    aws?.close();
  }
};

async function examined(session: Session, aws: DoctorAws | undefined): Promise<Examined> {
  const { bans, changes, edgeStates, clock } = await session.account();
  let looked: ReturnType<typeof lookAtEdges> | undefined;
  return {
    ...{ ruleset: session.ruleset, deployedVersion: session.deployedVersion(), bans, changes, edgeStates, clock, aws },
    edges: () => {
      looked ??= lookAtEdges(session);
      return looked;
    },
    stack: textOf(session.values.stack) ?? 'Fail2edge',
  };
}

const WIDEST = Math.max(...CHECKS.map(({ name }) => name.length));

/** `warn  mail           SES is in the sandbox ...`, below it what to do. */
function lines({ check, findings }: Diagnosis): readonly string[] {
  return findings.flatMap(({ level, what, todo }) => [
    `${level.padEnd(4)}  ${check.padEnd(WIDEST)}  ${oneLine(what)}`,
    ...(todo === undefined ? [] : [`${' '.repeat(WIDEST + 8)}-> ${todo}`]),
  ]);
}

/** A log line in a finding must not look like one. */
const oneLine = (text: string): string => text.replaceAll('\n', ' ');

function summary(findings: readonly Finding[], onAws: boolean): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [fails, warns] = [count('fail'), count('warn')];
  const where = onAws ? '' : ' (an account in a folder: AWS is not asked)';
  if (fails + warns === 0) return `${findings.length} checks, nothing is wrong${where}.`;
  return `${findings.length} checks: ${fails} failed, ${warns} to look at${where}.`;
}
