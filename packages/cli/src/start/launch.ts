import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Script } from 'node:vm';
import { writeOut } from '../output/write-out.ts';
import { openCodeCache } from './code-cache.ts';

declare const ROADMAP_BUILD: string;
declare const ROADMAP_VERSION: string;
/** The file of a part that has none of its own. */
declare const ROADMAP_WITHIN: Readonly<Record<string, string>>;
declare const __filename: string;
declare const require: NodeJS.Require;

/** The code of a part: a CommonJS module that gets at the other parts as well. */
type Part = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  loadPart: (name: string) => object,
) => void;

/**
 * Runs the command, whose code lies in parts in the files beside this one, as scripts/build.js makes them: each is read when
 * something of it is called, with what V8 made of it in an earlier run.
 */
function launch(): void {
  // Not at the top: `--version` needs none of it.
  const vm = require('node:vm') as typeof import('node:vm');
  const folder = dirname(__filename);
  const command = nameCommand(process.argv.slice(2));
  const cache = openCodeCache({ environment: process.env, build: ROADMAP_BUILD, command });
  const scripts = new Map<string, Script>();
  const parts = new Map<string, Part>();
  const loaded = new Map<string, { exports: object }>();
  let isStale = false;
  const readParts = (name: string): void => {
    const filename = join(folder, `${name}.js`);
    const kept = cache?.read(name);
    const cachedData = kept?.code;
    // The build writes ASCII alone, and such a string takes half the memory.
    const source = readFileSync(filename, 'latin1');
    const script = new vm.Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
    if (kept === undefined || kept.isOld || script.cachedDataRejected === true) isStale = true;
    scripts.set(name, script);
    const found = script.runInThisContext() as Readonly<Record<string, Part>>;
    for (const [one, part] of Object.entries(found)) parts.set(one, part);
  };
  const loadPart = (name: string): object => {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const isView = name === 'main' && VIEWS.includes(command);
    if (!parts.has(name)) readParts(isView ? 'view' : (ROADMAP_WITHIN[name] ?? name));
    const module: { exports: object } = { exports: {} };
    loaded.set(name, module);
    parts.get(name)?.(module.exports, require, module, loadPart);
    return module.exports;
  };
  if (cache !== null)
    process.on('exit', (code) => {
      if (isStale && code !== 2) cache.keep(scripts);
    });
  void (loadPart('main') as typeof import('../main.ts')).main();
}

/** Commands that mostly need nothing but the first part: for them it lies in a file of its own. */
const VIEWS = ['show', 'next'];

/** What runs the same code each time: a command, or one of those that `hook` has. */
function nameCommand([command = '', ...others]: readonly string[]): string {
  return command === 'hook' ? [command, ...others.slice(0, 2)].join('-') : command;
}

// What scripts ask at every start needs nothing of that. Beside anything else, commander answers it.
const [, , option, ...others] = process.argv;
if ((option === '--version' || option === '-V') && others.length === 0) writeOut(`${ROADMAP_VERSION}\n`);
else launch();
