// Makes a fresh clone, or one whose sources changed, ready for the npm script that follows. Until the packages are
// installed it can use nothing but Node's own modules.
//
//   node scripts/bootstrap.js            installs the packages
//   node scripts/bootstrap.js generate   … and makes the generated code
//   node scripts/bootstrap.js build      … and the bundle
//
// All that it prints goes to stderr: stdout of `npm run -s roadmap -- export` is the export and nothing else.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProcessLock } from './process-lock.js';
import { root } from './repository.js';
import { bundle, generatedCode, installation, isFresh, makeProduct } from './stamp.js';

const makers = [
  { product: installation, make: install },
  { product: generatedCode, make: async () => (await import('./generate.js')).generateCode() },
  { product: bundle, make: async () => (await import('./build.js')).buildBundle() },
];
const depth = { '': 1, generate: 2, build: 3 }[process.argv[2] ?? ''];
if (depth === undefined) throw new Error(`unknown target ${process.argv[2]}`);
const wanted = makers.slice(0, depth);

try {
  // The lock is not even looked at where nothing is stale.
  if (!wanted.every(({ product }) => isFresh(product))) {
    await withProcessLock(join(root, '.bootstrap.lock'), makeStale);
  }
} catch (error) {
  process.stderr.write(`bootstrap: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function makeStale() {
  for (const { product, make } of wanted) {
    if (isFresh(product)) continue;
    process.stderr.write(`bootstrap: making the ${product.name}\n`);
    await makeProduct(product, make);
  }
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pnpm = ['pnpm', 'install', '--frozen-lockfile', '--prefer-offline'];
  const { status, error } = spawnSync(
    'npm',
    ['exec', '--yes', `--package=${packageManager}`, '--', ...pnpm],
    {
      cwd: root,
      env: environmentForInstall(),
      stdio: ['ignore', process.stderr.fd, process.stderr.fd],
      shell: process.platform === 'win32',
    },
  );
  if (error) throw error;
  if (status !== 0) {
    throw new Error(
      'the packages could not be installed; after a change to a package.json run `npm run deps` first',
    );
  }
}

/** What the calling npm was told (be silent, leave out dev dependencies) is not meant for this install. */
function environmentForInstall() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, CI: 'true', npm_config_loglevel: 'error' };
  for (const name of ['NODE_ENV', 'npm_config_omit', 'npm_config_production', 'npm_config_ignore_scripts']) {
    delete environment[name];
  }
  return environment;
}
