/** Chooses ports on loopback. */
import { createServer } from 'node:net';

/** Whether nobody listens on the port of 127.0.0.1; 0 asks for any, and gets it. @returns the port, or undefined when taken */
export async function freePort(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : undefined);
      });
    });
  });
}

export interface PortWish {
  /** Who wants to listen, e.g. `The local cloud`. */
  readonly who: string;
  /** The option that sets the port, e.g. `--port`. */
  readonly option: string;
  readonly port: number;
  /** True when the user, or what was kept from an earlier run, insists on this port. */
  readonly fixed: boolean;
}

/** The wished port, or any free one when nobody insists. @throws Error with one sentence when an insisted one is taken */
export async function choosePort(wish: PortWish, free: typeof freePort = freePort): Promise<number> {
  const port = await free(wish.port);
  if (port !== undefined) return port;
  if (!wish.fixed) return (await free(0))!;
  throw new Error(
    `${wish.who} cannot listen on 127.0.0.1:${wish.port}, got: the port is taken; stop what listens there or choose another with ${wish.option}.`,
  );
}
