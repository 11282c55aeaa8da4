import { runGit } from './run-git.ts';

/** What git-config(1) has for a working tree, of all files, command lines and variables that it heeds. */
export interface Settings {
  /** Whether there is one whose name begins like this, in lower case. */
  has(start: string): boolean;
  /**
   * The last value, which is the one that counts. Null where the name stands without one, which is true for a setting that
   * is either true or false; undefined where it is not set.
   * @param name section and variable in lower case, as git prints them
   */
  find(name: string): string | null | undefined;
}

/** All settings, in one process; null where git can't read them. */
export async function readSettings(root: string): Promise<Settings | null> {
  const run = await runGit(root, ['config', '--null', '--list']);
  if (run.code !== 0) return null;
  const values = new Map<string, string | null>();
  // <name>\n<value>\0, or <name>\0 (git-config(1), --null)
  for (const entry of run.stdout.toString().split('\0').slice(0, -1)) {
    const end = entry.indexOf('\n');
    values.set(end === -1 ? entry : entry.slice(0, end), end === -1 ? null : entry.slice(end + 1));
  }
  return {
    has: (start) => [...values.keys()].some((name) => name.startsWith(start)),
    find: (name) => values.get(name),
  };
}

/** A setting that is either true or false (git-config(1), Values); undefined where this can't tell, and git must. */
export function readBoolean(settings: Settings, name: string): boolean | undefined {
  const value = settings.find(name);
  if (value === undefined) return false;
  if (value === null || /^(?:true|yes|on|1)$/i.test(value)) return true;
  return /^(?:false|no|off|0|)$/i.test(value) ? false : undefined;
}
