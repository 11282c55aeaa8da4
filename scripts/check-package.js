// Packs the CLI as it would be published, installs the tarball into an empty prefix without a network, and runs the
// installed command in a scratch repository: on this Node, and on each Node whose path is given.
//
//   node scripts/check-package.js [path of another node …]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './repository.js';

const packageFolder = join(root, 'packages/cli');
const expectedFiles = ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md', 'package.json'];
const scratchRoadmap = `# Scratch

### P0 — Begin

- [ ] **P0.1** Write the first file
  - Commit:
  - Status:
`;

/** @type {{name: string, version: string}} */
const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'roadmap-package-'));
try {
  const tarball = packCli();
  await judgeTarball(tarball);
  const command = installOffline(tarball);
  const repository = createRepository();
  for (const node of [process.execPath, ...process.argv.slice(2)]) runInstalled(node, command, repository);
} finally {
  rmSync(scratch, { recursive: true });
}

/** @returns {string} path of the tarball */
function packCli() {
  const folder = join(scratch, 'tarball');
  mkdirSync(folder);
  const output = run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: packageFolder });
  const [packed] = JSON.parse(output);
  const files = packed.files.map((/** @type {{path: string}} */ { path }) => path).sort();
  const built = readdirSync(join(packageFolder, 'dist')).map((name) => `dist/${name}`);
  if (files.join() !== [...expectedFiles, ...built].sort().join())
    throw new Error(`the tarball holds ${files.join(', ')}`);
  return join(folder, packed.filename);
}

/** @param {string} tarball */
async function judgeTarball(tarball) {
  const content = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(content).buffer },
    strict: true,
  });
  const lines = messages.map((message) => formatMessage(message, pkg ?? {}));
  // What only the published page lacks is no reason to fail.
  if (lines.length > 0) throw new Error(`publint: ${lines.join('\n')}`);
}

/** @param {string} tarball @returns {string} path of the installed command */
function installOffline(tarball) {
  const prefix = join(scratch, 'prefix');
  const home = join(scratch, 'home');
  mkdirSync(home);
  const options = ['--offline', '--no-audit', '--no-fund', `--prefix=${prefix}`];
  run('npm', ['install', '--global', ...options, tarball], { cwd: home, env: bareEnvironment(home) });
  const installed = readdirSync(join(prefix, 'lib/node_modules'));
  if (installed.join() !== manifest.name) throw new Error(`installed ${installed.join(', ')}`);
  return join(prefix, 'bin/roadmap');
}

/** No configuration of the caller's npm, and no cache. @param {string} home */
function bareEnvironment(home) {
  return { PATH: process.env.PATH, HOME: home };
}

/** @returns {string} its path */
function createRepository() {
  const folder = join(scratch, 'repository');
  mkdirSync(folder);
  writeFileSync(join(folder, 'ROADMAP.md'), scratchRoadmap);
  run('git', ['init', '--quiet'], { cwd: folder });
  run('git', ['add', '.'], { cwd: folder });
  const identity = ['-c', 'user.name=Scratch', '-c', 'user.email=scratch@example.invalid'];
  run('git', [...identity, 'commit', '--quiet', '--message', 'Add the roadmap'], { cwd: folder });
  return folder;
}

/** @param {string} node @param {string} command @param {string} repository */
function runInstalled(node, command, repository) {
  // The command itself, so that its mode and its first line are tried, too; `env` finds the Node that is meant.
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const env = { ...bareEnvironment(join(scratch, 'home')), PATH };
  const onNode = run('node', ['--version'], { cwd: repository, env }).trim();
  const version = run(command, ['--version'], { cwd: repository, env }).trim();
  if (version !== manifest.version) throw new Error(`on Node ${onNode} --version says ${version}`);
  const summary = run(command, ['check'], { cwd: repository, env }).trim().split('\n').at(-1);
  process.stdout.write(`check-package: Node ${onNode}, roadmap ${version}: ${summary}\n`);
}

/**
 * @param {string} command @param {string[]} args @param {{cwd: string, env?: NodeJS.ProcessEnv}} options
 * @returns {string} stdout
 */
function run(command, args, options) {
  return execFileSync(command, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
