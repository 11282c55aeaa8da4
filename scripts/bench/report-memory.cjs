// Required before a command whose memory is measured: at its end it writes its peak resident memory, in KiB, to
// descriptor 3. Never while time is measured.
const { readFileSync, writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) process.on('exit', () => writeSync(3, String(readPeak())));

/**
 * The peak of this process alone: what getrusage(2) tells on Linux includes the process that started this one, up to
 * execve(2). /proc/self/status doesn't.
 */
function readPeak() {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (peak) return Number(peak[1]);
  } catch {
    // No Linux.
  }
  return process.resourceUsage().maxRSS;
}
