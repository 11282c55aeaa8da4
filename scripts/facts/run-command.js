import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} Commands
 * @property {string} folder
 * @property {(paths: readonly string[], target: string) => import('@roadmap-as-code/core').CheckReport} check
 * @property {(path: string) => import('@roadmap-as-code/core').Phase[]} exportPhases
 */

/**
 * Lets the command run on files in a folder of its own, which git takes for the working tree of a clone.
 * @template T
 * @param {string} gitFolder @param {string} command @param {ReadonlyMap<string, Buffer>} files by path
 * @param {(commands: Commands) => T} work @returns {T}
 */
export function inPlace(gitFolder, command, files, work) {
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-facts-'));
  /** @param {string[]} args */
  const run = (...args) => {
    const { stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
      cwd: folder,
      env: { ...process.env, GIT_DIR: gitFolder, GIT_WORK_TREE: folder },
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (stdout === '') throw new Error(`roadmap ${args[0]}, in ${gitFolder}: ${stderr}`);
    return JSON.parse(stdout);
  };
  try {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    return work({
      folder,
      check: (paths, target) => {
        // JSON is YAML.
        const roadmaps = paths.map((path) => ({ path, target }));
        writeFileSync(join(folder, 'roadmap.yaml'), JSON.stringify({ version: 1, roadmaps }));
        return run('check', '--json');
      },
      exportPhases: (path) => run('export', path, '--json').roadmap.phases,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
