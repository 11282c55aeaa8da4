import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForgeState } from '../forge/forge-state.ts';
import { packVersion, publish, runNpm } from '../registries/publish.ts';
import type { LocalRegistry } from '../registries/start-registries.ts';
import { checkout } from '../support/checkout.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const EXAMPLES = join(checkout, 'roadmaps/examples');
const PACKAGE = '@example/errors';
const THROWAWAY = '@example/throwaway';
const VERSION = '1.0.0';
export const WORKFLOW = '.gitea/workflows/publish.yml';

/** A workflow that is as R5 asks for. */
const GOOD_WORKFLOW = `on: {push: {tags: ['v*']}}
concurrency:
  group: publish
  cancel-in-progress: false
jobs:
  publish:
    runs-on: linux
    container:
      image: node:20-bookworm@sha256:${'a1'.repeat(32)}
      volumes: ['/home/runner/.npm-token:/run/npm-token:ro']
    steps: [{run: npm publish}]
`;

/** Installs the release from a registry into a folder of its own, and loads it. */
const CONSUMER = `import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
const registry = process.env.CONSUMER_REGISTRY;
const packument = await (await fetch(registry + '/@example%2ferrors')).json();
const { tarball } = packument.versions['${VERSION}'].dist;
const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
writeFileSync(join(folder, 'p.tgz'), Buffer.from(await (await fetch(tarball)).arrayBuffer()));
execFileSync('tar', ['-xzf', 'p.tgz'], { cwd: folder });
const { works } = await import(pathToFileURL(join(folder, 'package/index.mjs')).href);
if (works !== true) throw new Error('it was loaded and does not work');
console.log('works');
`;

/** The outside of the worked example: its repository, remotes, registries, service and forge. */
export interface PackageWorld {
  readonly root: string;
  /** Paths of the bare repositories. */
  readonly remotes: Readonly<Record<'origin' | 'second', string>>;
  /** For the command. */
  readonly environment: Readonly<Record<string, string>>;
  /** What systemctl says of the unit. */
  setUnit(active: string, sub: string): void;
}

/**
 * Makes the world of roadmaps/examples/package-runner.md, in which every check of its config passes. `systemctl` is a
 * stand-in on the PATH: there is no systemd where tests run.
 */
export async function makePackageWorld(
  registries: readonly [LocalRegistry, LocalRegistry],
  forge: string,
): Promise<PackageWorld> {
  const config = readFileSync(join(EXAMPLES, 'package-runner.yaml'), 'utf8')
    .replaceAll('https://first.example.org/npm', registries[0].url)
    .replaceAll('https://second.example.org/npm', registries[1].url)
    .replaceAll('https://first.example.org', forge);
  const root = makeRepository({
    'ROADMAP.md': readFileSync(join(EXAMPLES, 'package-runner.md'), 'utf8'),
    'roadmap.yaml': config,
    [WORKFLOW]: GOOD_WORKFLOW,
    'consumer/check.mjs': CONSUMER,
  });
  const remotes = { origin: addRemote(root, 'origin'), second: addRemote(root, 'second') };
  for (const registry of registries) await publish(registry, RELEASE);
  const bin = makeFolder('bin');
  const state = join(bin, 'state');
  const setUnit = (active: string, sub: string): void =>
    writeFileSync(state, `LoadState=loaded\nActiveState=${active}\nSubState=${sub}\n`);
  setUnit('active', 'running');
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\ncat '${state}'\n`);
  chmodSync(join(bin, 'systemctl'), 0o755);
  const environment = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    CONSUMER_REGISTRY: registries[0].url,
    FORGE_TOKEN: 'a-token-of-the-test',
  };
  const trusted = await runRoadmap(root, ['trust', '--yes'], environment);
  if (trusted.code !== 0) throw new Error(`not trusted: ${trusted.stdout}${trusted.stderr}`);
  return { root, remotes, environment, setUnit };
}

/** What R4 asks for: the runner is idle, and run 7 succeeded. */
export function fillForge(state: ForgeState): void {
  state.owners.push('example');
  state.runners.push({
    id: 1,
    name: 'package-runner',
    status: 'online',
    busy: false,
    disabled: false,
    labels: ['linux'],
    scope: { of: 'instance' },
  });
  state.runs.push({
    id: 70,
    repository: 'example/packages',
    number: 7,
    commit: 'c'.repeat(40),
    workflow: 'publish.yml',
    status: 'completed',
    conclusion: 'success',
  });
}

function addRemote(root: string, name: string): string {
  const bare = join(makeFolder('remote'), `${name}.git`);
  runGit(root, 'clone', '--quiet', '--bare', root, bare);
  runGit(root, 'remote', 'add', name, bare);
  return bare;
}

/** Commits other content of a file. */
export function change(world: PackageWorld, path: string, from: string, to: string): void {
  const text = readFileSync(join(world.root, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  commitFiles(world.root, { [path]: text.replace(from, () => to) }, `Change ${path}`);
}

const RELEASE = packVersion(PACKAGE, VERSION, { 'index.mjs': 'export const works = true;\n' });

/** Puts a version with other bytes in the place of the release. */
export async function replaceRelease(registry: LocalRegistry): Promise<void> {
  await runNpm(registry, ['unpublish', '--force', PACKAGE]);
  await publish(registry, packVersion(PACKAGE, VERSION, { 'index.mjs': 'export const works = 1;\n' }));
}

export async function restoreRelease(registry: LocalRegistry): Promise<void> {
  await runNpm(registry, ['unpublish', '--force', PACKAGE]);
  await publish(registry, RELEASE);
}

export async function publishThrowaway(registry: LocalRegistry): Promise<void> {
  await publish(registry, packVersion(THROWAWAY, '0.0.1'));
}

export async function removeThrowaway(registry: LocalRegistry): Promise<void> {
  await runNpm(registry, ['unpublish', '--force', THROWAWAY]);
}
