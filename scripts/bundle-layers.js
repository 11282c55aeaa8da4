// The own code of the command is more than any one call of it needs, and V8 has to take in a whole file to run any of it. So
// it lies in layers, each a part: what reads, what judges, what few plans need, what judges changes, what makes them, and all
// else. A module is in one layer only, and those of another get at it there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.js';

/**
 * Every layer but the first, by the modules that it is entered through, which export functions alone: by folder, how their
 * paths in it begin. What only they need comes with them.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const ENTERED = {
  judge: {
    'packages/engine/src/':
      'check-roadmaps config/parse-yaml make-report outline- secrets/find- secrets/hide- secrets/own-',
    'packages/engine/src/git/': 'find-commit read-changes read-history read-messages run-git',
    'packages/engine/src/lookups/':
      'early-history find-carriers look-elsewhere look-up-evidence look-up-past look-up-review resolve-names show-evidence team-schema',
    'packages/engine/src/verify/': 'look-up-runs',
    'packages/cli/src/': 'commands/check. reporters/report-check reporters/report-evidence',
  },
  seldom: {
    'packages/core/src/parse/':
      'closing-parts move-nodes near-versions outline-version piece-reader read-rows read-tail read-waves table-cell version',
  },
  change: {
    'packages/engine/src/': 'changes/ gate/',
    'packages/engine/src/git/': 'is-',
    'packages/cli/src/commands/': 'hook-run',
    'packages/cli/src/program/': 'gate',
    'packages/cli/src/reporters/': 'report-hook.',
  },
  transit: {
    'packages/engine/src/': 'lock/ transition/ verify/verify-ticks',
    'packages/engine/src/git/': 'commit/ patch-ids read-settings write',
    'packages/engine/src/holds/': 'claim- release-',
    'packages/cli/src/commands/': 'find-tasks read-duration rebind release transit',
    'packages/cli/src/program/': 'transitions',
    'packages/cli/src/reporters/': 'report-rebind report-release report-transitions',
  },
  rest: {
    'packages/engine/src/':
      'adopt/ audit/ cascade/ checks/ doctor/ explain export files/temporary handoff/ hooks/ init/ log/read merge/ push/ report/ review/ selftest/ trust/',
    'packages/engine/src/git/': 'blob run-remote',
    'packages/engine/src/verify/': 'clean push show tool verify-commit verify-step verify-task',
    'packages/cli/src/commands/':
      'adopt audit cascade doctor explain export handoff hook-setup init log merge push report review selftest trust verify',
    'packages/cli/src/program/': 'adopt report review',
    'packages/cli/src/reporters/':
      'formats/ report-adopt report-audit report-cascade report-doctor report-handoff report-hooks report-init report-log report-merge report-push report-report report-review report-selftest report-trust report-verify',
  },
};

/**
 * Layers that lie in the file of another: what needs them needs that as well, and much that needs that does not need them.
 * @type {Readonly<Record<string, string>>}
 */
export const within = { judge: 'main', seldom: 'main', transit: 'change' };

/** The first is where the command starts. */
export const layers = ['main', ...Object.keys(ENTERED)];

/** As a bundle names a source of ours; what the build puts into each file keeps nothing that others would have to see. */
const OWN = /^packages\/(?:core|engine|cli)\/src\/(?!start\/).*\.ts$/;
const FIRST = { name: 'main', entry: './packages/cli/src/main.ts' };
/** A module that only passes on what others export is no place to find anything: each layer has its own. */
const PASSES_ON =
  /^(?:export (?:type )?(?:\*|\{[^}]*\})(?: as \w+)? from '[^']+';\s*|\/\/.*\s*|\/\*[^*]*\*\/\s*)*$/;
/** What else than types and functions a module can export. */
const OTHER_EXPORT = /^export (?!type |interface |(?:async )?function\b)/m;

/** Which module is in which layer, and which of them others ask for. */
export class Layers {
  /** @type {Map<string, string>} layers by the paths of modules, from the root */
  #owners = new Map();
  /** @type {Map<string, Set<string>>} paths of the modules that other layers ask for, by the layer that has them */
  #shared = new Map(layers.map((name) => [name, new Set()]));

  #isNew = false;
  /** @type {Map<string, string>} layers by the paths of modules, as they were bundled */
  #bundled = new Map();

  /**
   * The other layer in which a module is found; null where it is to be in this one.
   * @param {string} layer that asks for it @param {string} path from the root
   */
  findOther(layer, path) {
    const entered = layers.find((name) => isEntry(name, path));
    const owner = entered ?? this.#owners.get(path) ?? layer;
    // A layer before the owner has only passed the module on, or none would own it but that layer.
    return owner === layer || (owner !== entered && layers.indexOf(owner) > layers.indexOf(layer))
      ? null
      : owner;
  }

  /**
   * Notes what a layer holds, but for what only passes on, which is in every layer that needs it: a module is the first one's.
   * @param {string} layer @param {readonly string[]} paths that its bundle holds
   */
  take(layer, paths) {
    const isLater = (/** @type {string} */ path) =>
      layers.indexOf(this.#owners.get(path) ?? '') > layers.indexOf(layer);
    const taken = paths.filter(
      (path) => OWN.test(path) && (!this.#owners.has(path) || isLater(path)) && !PASSES_ON.test(read(path)),
    );
    for (const path of taken) this.#owners.set(path, layer);
    this.#isNew ||= taken.length > 0;
  }

  /**
   * Whether a module of another layer is run when a function of it is first called, and not with what imports it: where it is
   * what the other is entered through, or the other may not be there yet.
   * @param {string} layer that has it @param {string} path from the root
   */
  isPutOff(layer, path) {
    return isEntry(layer, path) || (layer !== FIRST.name && exportsFunctionsAlone(path));
  }

  /** Throws where a module would be there twice, each with a state of its own. @param {string} layer @param {readonly string[]} paths that its bundle holds */
  claim(layer, paths) {
    for (const path of paths.filter((path) => OWN.test(path))) {
      const other = this.#bundled.get(path);
      if (other !== undefined && !PASSES_ON.test(read(path)))
        throw new Error(`${path} is in two layers: ${other} and ${layer}`);
      this.#bundled.set(path, layer);
    }
  }

  /** @param {string} layer that has the module @param {string} path */
  share(layer, path) {
    const shared = this.#shared.get(layer);
    this.#isNew ||= shared?.has(path) === false;
    shared?.add(path);
  }

  /** Whether anything was noted since this was last asked. */
  hasGrown() {
    const isNew = this.#isNew;
    this.#isNew = false;
    return isNew;
  }

  /** The source that all of a layer is reached from. @param {string} layer */
  renderEntry(layer) {
    const paths = new Set([...listEntries(layer), ...(this.#shared.get(layer) ?? [])]);
    const names = [...paths]
      .filter((path) => this.findOther(layer, path) === null)
      .sort()
      .map((path) => JSON.stringify(path));
    return [
      ...(layer === FIRST.name ? [`export { main } from ${JSON.stringify(FIRST.entry)};`] : []),
      'export const share = {',
      ...names.map((name) => `  ${name}: () => require(${name.replace('"', '"./')}),`),
      '};',
      '',
    ].join('\n');
  }
}

/** Code that gets at a module of a layer. @param {string} layer @param {string} path */
export function renderReach(layer, path) {
  return `loadPart(${JSON.stringify(layer)}).share[${JSON.stringify(path)}]()`;
}

/** @param {string} path from the root */
export function exportsFunctionsAlone(path) {
  return !OTHER_EXPORT.test(read(path));
}

/** Whether a layer is entered through a module. @param {string} layer @param {string} path from the root */
function isEntry(layer, path) {
  const isNamed = Object.entries(ENTERED[layer] ?? {}).some(([folder, names]) =>
    names.split(' ').some((name) => path.startsWith(folder + name)),
  );
  return isNamed && exportsFunctionsAlone(path);
}

/** Throws where a name stands for no module that a layer can be entered through. @param {string} layer */
function listEntries(layer) {
  return Object.entries(ENTERED[layer] ?? {}).flatMap(([folder, names]) => {
    const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && isEntry(layer, path));
    for (const name of names.split(' '))
      if (!entries.some((path) => path.startsWith(folder + name)))
        throw new Error(`${layer} is entered through no module ${folder}${name}*`);
    return entries;
  });
}

/** @param {string} path from the root */
function read(path) {
  return readFileSync(join(root, path), 'utf8');
}
