import type { JailScope } from './jail-scope';

/** Says what of a jail's options is not honoured on AWS, where that can surprise. */
export function noticesOf(jail: JailScope): void {
  const when = (option: string, applies: (text: string) => boolean, message: string, hint?: string) => {
    const setting = jail.setting(option);
    if (setting && applies(setting.text)) jail.note(setting.place, `${option} = ${setting.text}: ${message}`, hint);
  };
  const isSet = (text: string) => text !== '';
  when('backend', (text) => isSet(text) && text !== 'auto', 'not used here, lines come from CloudWatch Logs');
  when('ignorecommand', isSet, 'not run here, so it spares nobody', 'list the addresses in ignoreip');
  when('ignorecache', isSet, 'not used here, there is no ignorecommand to cache');
  const foreign = (text: string) => isSet(text) && !/^(?:auto|utf-?8|ascii|us-ascii)$/i.test(text);
  when('logencoding', foreign, 'not used here, CloudWatch Logs holds UTF-8', 'the agent converts: "encoding"');
  when('usedns', (text) => text.toLowerCase() === 'yes', 'names in log lines are looked up in DNS', 'usedns = warn');
}
