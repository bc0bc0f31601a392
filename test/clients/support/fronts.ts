/** What stands before the edge for one client: an address of its own, or TLS. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

export interface Front {
  readonly url: string;
  close(): void;
}

/**
 * Passes connections on as if the client were at `localAddress` (127.0.0.0/8), which clients cannot choose.
 * @param first is done when the client comes for the first time, and it waits for that: some take long to start
 */
export async function addressFront(localAddress: string, target: string, first: () => Promise<void>): Promise<Front> {
  const { port } = new URL(target);
  let begun: Promise<void> | undefined;
  const pass = (incoming: Socket): void => {
    const outgoing = connect({ host: '127.0.0.1', port: Number(port), localAddress });
    for (const socket of [incoming, outgoing]) {
      socket.on('error', () => {
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  };
  const server = createServer((incoming) => {
    begun ??= first();
    begun.then(
      () => {
        pass(incoming);
      },
      () => incoming.destroy(),
    );
  });
  return listening(server, 'http');
}

/** Ends TLS, as CloudFront does. @param folder takes key and certificate, `tls.crt` */
export async function tlsFront(target: string, folder: string): Promise<Front> {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=registry', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error(made.error?.message ?? made.stderr.toString());
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, outgoing) => {
    const { method, headers } = incoming;
    const passed = request(`${target}${incoming.url ?? ''}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.statusMessage, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(passed);
  });
  return listening(server, 'https');
}

async function listening(server: Server, scheme: 'http' | 'https'): Promise<Front> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
    },
  };
}
