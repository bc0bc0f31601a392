// Preloaded into the node programs of a local start: ends them, with all they started, when the start has died without a word.
// Their standard input is a pipe whose other end it holds.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
process.stdin.resume();
process.stdin.unref();
