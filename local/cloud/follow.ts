import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const POLL_MS = 250;

/** Tells of each line that a program has finished writing to its log, until the returned function is called. */
export function follow(log: string, tell: (line: string) => void): () => void {
  let position = 0;
  let rest = '';
  const read = () => {
    const chunk = readFrom(log, position);
    position += chunk.length;
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(tell);
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
  };
}

function readFrom(file: string, position: number): Buffer {
  const descriptor = openSync(file, 'a+');
  try {
    const chunk = Buffer.alloc(fstatSync(descriptor).size - position);
    readSync(descriptor, chunk, 0, chunk.length, position);
    return chunk;
  } finally {
    closeSync(descriptor);
  }
}
