import { writeSync } from 'node:fs';

const STDOUT = 1;

/**
 * Writes at once what can be written at once, which needs none of Node's streams; what a full pipe does not take yet is left
 * to these.
 */
export function writeOut(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(STDOUT, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    process.stdout.on('error', endQuietly);
    process.stdout.write(rest);
  }
}

/** Whoever read our output has seen enough: `roadmap show | head`. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
