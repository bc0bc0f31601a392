/** Serves the pages with the headers that the distribution adds: the managed policy `SecurityHeadersPolicy`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWERS, BUCKET, keyAt, UNCOUNTED } from './pages';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html */
const SECURITY_HEADERS = {
  'x-xss-protection': '1; mode=block',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
};

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = decodeURI(request.url!);
  const json = ANSWERS[path] ?? UNCOUNTED.get(path);
  const object = json === undefined ? BUCKET.get(keyAt(path)) : { contentType: 'application/json', body: JSON.stringify(json) };
  response.writeHead(object ? 200 : 404, { ...SECURITY_HEADERS, 'content-type': object?.contentType ?? 'text/plain' });
  response.end(object?.body ?? 'not found\n');
}

export async function serve(): Promise<{ server: Server; origin: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
