import { writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from './processes';

export interface Nginx {
  readonly port: number;
  readonly errorLog: string;
  readonly accessLog: string;
}

const settingsOf = (port: number, { path }: Workshop): string => `
daemon off;
pid ${path('nginx.pid')};
error_log ${path('error.log')} info;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log ${path('access.log')} combined;
  client_body_temp_path ${path('body')};
  proxy_temp_path ${path('proxy')};
  fastcgi_temp_path ${path('fastcgi')};
  uwsgi_temp_path ${path('uwsgi')};
  scgi_temp_path ${path('scgi')};
  limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m;
  server {
    listen 127.0.0.1:${port};
    server_name www.example.com;
    root ${path('www')};
    location /private { auth_basic "x"; auth_basic_user_file ${path('htpasswd')}; }
    location /forbidden { deny all; }
    location /limited { limit_req zone=one; }
  }
}
`;

/** Starts the machine's nginx with its own log formats. Nothing is served: every request fails. */
export async function startNginx(workshop: Workshop): Promise<Nginx> {
  const port = await freePort();
  writeFileSync(workshop.path('htpasswd'), 'known:{PLAIN}secret\n');
  writeFileSync(workshop.path('nginx.conf'), settingsOf(port, workshop));
  workshop.start(programOf('nginx'), ['-p', workshop.folder, '-e', 'error.log', '-c', workshop.path('nginx.conf')]);
  await until('nginx', () => listens(port));
  return { port, errorLog: workshop.path('error.log'), accessLog: workshop.path('access.log') };
}
