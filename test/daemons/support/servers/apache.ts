import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

const MODULES = 'mpm_event authn_core authn_file authz_core authz_user auth_basic auth_digest alias cgid dir env';

const settingsOf = (port: number, { folder, path }: Workshop): string => `
ServerRoot ${folder}
PidFile ${path('apache.pid')}
ServerName www.example.com
Listen 127.0.0.1:${port}
${MODULES.split(' ')
  .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
  .join('\n')}
User nobody
Group nogroup
Mutex file:${folder}
ScriptSock ${path('cgid.sock')}
DocumentRoot ${path('htdocs')}
ErrorLog ${path('apache-error.log')}
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
CustomLog ${path('apache-access.log')} combined
ScriptAlias /cgi-bin/ ${path('htdocs')}/
<Directory ${path('htdocs')}>
  Require all granted
</Directory>
<Location /private>
  AuthType Basic
  AuthName x
  AuthUserFile ${path('htpasswd')}
  Require valid-user
</Location>
<Location /forbidden>
  Require all denied
</Location>
`;

/** Starts the machine's apache2 with its own log formats. */
export async function startApache(workshop: Workshop): Promise<number> {
  const port = await freePort();
  mkdirSync(workshop.path('htdocs'));
  // "secret", as htpasswd -s writes it.
  writeFileSync(workshop.path('htpasswd'), 'known:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n');
  writeFileSync(workshop.path('apache.conf'), settingsOf(port, workshop));
  workshop.start(programOf('apache2'), ['-DFOREGROUND', '-f', workshop.path('apache.conf')]);
  await until('apache2', () => listens(port));
  return port;
}
