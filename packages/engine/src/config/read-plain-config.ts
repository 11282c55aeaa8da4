import { type Config, decodeSource, isSource } from '@roadmap-as-code/core';

/** A path that stays in the repository, has one spelling, and is nothing but a string in YAML (1.2, section 7.3.3). */
const PLAIN_PATH = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*(?:\/\w[\w-]*(?:\.[\w-]+)*)*\.md$/;
const COMMENT = /^ *#[\x20-\x7e]*$/;
const HEAD = ['version: 1', 'roadmaps:'];

/**
 * The config where it is written as `roadmap init` writes it and says nothing but which roadmaps there are, so that most
 * repositories need no reader of YAML at every start; null where anything in it is for that reader to judge.
 */
export function readPlainConfig(bytes: Uint8Array): Config | null {
  const source = decodeSource(bytes);
  if (!isSource(source)) return null;
  const [version, key, ...entries] = source.text
    .split('\n')
    .filter((line) => line !== '' && !COMMENT.test(line));
  if (version !== HEAD[0] || key !== HEAD[1] || entries.length === 0) return null;
  const roadmaps: { path: string; dialect?: 'execution' }[] = [];
  const paths = new Set<string>();
  for (const entry of entries) {
    const last = roadmaps.at(-1);
    const path = entry.startsWith('  - path: ') ? entry.slice('  - path: '.length) : null;
    if (path !== null && PLAIN_PATH.test(path) && !paths.has(path)) {
      paths.add(path);
      roadmaps.push({ path });
    } else if (entry === '    dialect: execution' && last !== undefined && last.dialect === undefined) {
      last.dialect = 'execution';
    } else return null;
  }
  return { version: 1, roadmaps };
}
