import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What AWS answers: an object, or an error by its name. */
type Answer = object | { readonly error: string; readonly message?: string };
type Handlers = Readonly<Record<string, (input: Record<string, unknown>) => Answer>>;

/**
 * CloudWatch Logs (JSON 1.1, by its target) and SES (REST, by its path) on loopback. What no handler knows is refused as
 * AWS refuses an operator without the right: doctor must say so.
 */
export async function awsServer(handlers: Handlers) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? request.url).replace(/^.*\./, '');
      asked.push(target);
      const name = target.replace(/\/identities\/.*/, '/identities/*');
      const text = Buffer.concat(chunks).toString();
      const input = text === '' ? { path: decodeURIComponent(target) } : JSON.parse(text);
      const answer: Answer = handlers[name]?.(input) ?? denied(name);
      const { status, headers, body } = wire(answer);
      response.writeHead(status, headers);
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS = endpoint;
  process.env.AWS_ENDPOINT_URL_SESV2 = endpoint;
  return {
    asked,
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const denied = (name: string): Answer => ({ error: 'AccessDeniedException', message: `not authorized: ${name}` });

function wire(answer: Answer) {
  const type = { 'content-type': 'application/x-amz-json-1.1' };
  if (!('error' in answer)) return { status: 200, headers: type, body: answer };
  const { error, message = error } = answer;
  return { status: 400, headers: { ...type, 'x-amzn-errortype': error }, body: { __type: error, message } };
}
