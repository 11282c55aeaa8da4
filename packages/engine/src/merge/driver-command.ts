import { quote } from '../hooks/hook-script.ts';

const HEAD = 'roadmap_node=';
/** A path of the repository may look like an option. */
const RUN = 'merge-driver run -- %O %A %B %L %P %S %X %Y';

/** What a driver starts: absolute paths, since git may call it in any working tree of the clone. */
export interface DriverProgram {
  readonly node: string;
  readonly script: string;
}

/**
 * The command of a merge driver (gitattributes(5), "Defining a custom merge driver"). Where a driver can't be started, git
 * leaves one side in the file, without a mark of the conflict: so what is missing, ends with another code than 0 and 1, or
 * with 1 and no mark, as a Node that can't read the script does, gives way to git-merge-file(1), which merges by lines.
 */
export function renderDriver({ node, script }: DriverProgram): string {
  return [
    `${HEAD}${quoteInDriver(node)}`,
    `roadmap_script=${quoteInDriver(script)}`,
    [
      'if [ -x "$roadmap_node" ] && [ -f "$roadmap_script" ]',
      `then "$roadmap_node" "$roadmap_script" ${RUN}`,
      `elif command -v roadmap >/dev/null 2>&1`,
      `then roadmap ${RUN}`,
      `else printf '%%s\\n' "roadmap: neither $roadmap_script nor a roadmap on the PATH is there, so git merges by lines" "  → Install roadmap and run: roadmap merge-driver install" >&2`,
      '(exit 127)',
      'fi',
    ].join('; '),
    'roadmap_code=$?',
    '[ "$roadmap_code" -ne 0 ] || exit 0',
    `[ "$roadmap_code" -ne 1 ] || ! LC_ALL=C grep -q '<\\{%L\\}' %A || exit 1`,
    'git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B || exit 1',
  ].join('; ');
}

/** The file that such a command runs, in whichever version it was written; null for a command that is none of ours. */
export function findDriverScript(command: string): string | null {
  const [script] = /(?<=; roadmap_script=').*?(?='; )/s.exec(command) ?? [];
  if (!command.startsWith(HEAD) || script === undefined) return null;
  return script.replaceAll(`'\\''`, "'").replaceAll('%%', '%');
}

function quoteInDriver(text: string): string {
  return quote(text).replaceAll('%', '%%');
}
