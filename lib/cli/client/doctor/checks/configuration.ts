import { strangeJails } from '../../../../app/operate/banned';
import { type Check, type Finding, fail, ok, warn } from '../check';

const GIVE = 'give the configuration that was deployed with --config, or deploy this one: npx cdk deploy';

export const configurationCheck: Check = {
  name: 'configuration',
  summary: 'the configuration here is the deployed one, and jails are enabled',
  run: async ({ ruleset, deployedVersion, bans }) => {
    const { jails, version } = ruleset;
    const strange = strangeJails(await bans.live(), ruleset);
    const findings: Finding[] = [];
    if (jails.length === 0)
      findings.push(fail('no jail is enabled', 'write enabled = true below a jail in jail.local'));
    if (deployedVersion !== undefined && deployedVersion !== version) {
      findings.push(warn(`deployed is ${deployedVersion}, this is ${version}`, GIVE));
    }
    if (strange.length > 0) findings.push(warn(`the table holds bans of ${strange.join(', ')}, unknown here`, GIVE));
    return findings.length > 0 ? findings : [ok(`${jails.length} jails: ${jails.map(({ name }) => name).join(', ')}`)];
  },
};
