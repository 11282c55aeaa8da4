import { posix } from 'node:path';
import { type Config, decodeSource, isSource, type RoadmapConfig, suggestName } from '@roadmap-as-code/core';
import { rules } from '@roadmap-as-code/core/rules';
import {
  describeViolation,
  type SchemaError,
  suggestKey,
  validateConfig,
} from '@roadmap-as-code/core/schema';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { readInside } from '../files/read-file.ts';
import { InputError } from '../input-error.ts';
import { checkGone } from './check-gone.ts';
import { checkSections } from './check-sections.ts';
import { checkTargets } from './check-targets.ts';
import { leadsOut } from './leads-out.ts';
import { configName } from './names.ts';
import { checkOwnDialects, findSlowPattern } from './own-dialects.ts';

/** The same with the patterns of own dialects looked at, before any of them meets a text. */
export async function parseTrustedYaml(bytes: Uint8Array): Promise<Config> {
  const config = parseYamlConfig(bytes);
  const slow = await findSlowPattern(config);
  if (slow === null) return config;
  const lines = new LineCounter();
  const document = parseDocument(decode(bytes), { lineCounter: lines });
  const { line, col } = lines.linePos(findOffset(document.contents, { instancePath: writePointer(slow) }));
  throw new InputError(
    `${configName}:${line}:${col}: this pattern can take very long on a text made for it`,
    'Write it so that no text can match in several ways.',
  );
}

/** Validates the bytes of a config, but for what its patterns may cost. Throws an InputError with the line of what is wrong. */
export function parseYamlConfig(bytes: Uint8Array): Config {
  const text = decode(bytes);
  const lines = new LineCounter();
  // At the level `silent`, a second document would be left out without a word.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const fail = (offset: number, message: string, help: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new InputError(`${configName}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`, help);
  };
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken?.code === 'MULTIPLE_DOCS') fail(broken.pos[0], 'a second document begins', 'Keep one.');
  if (broken !== undefined) fail(broken.pos[0], broken.message, 'Correct the YAML.');
  const data: unknown = readData(
    () => document.toJS({ maxAliasCount: 100 }) ?? {},
    (message) => fail(findUnresolved(document), message, 'Correct the YAML.'),
  );
  if (!validateConfig(data)) {
    const errors = [...(validateConfig.errors ?? [])].sort((a, b) => depthOf(b) - depthOf(a));
    const error = errors.find(({ keyword }) => !REPEATING.includes(keyword)) ?? errors[0];
    if (error !== undefined) fail(findOffset(document.contents, error), describe(error), help(error));
  }
  const config = data as Config;
  checkOwnDialects(config, (keys, message, next) =>
    fail(findOffset(document.contents, { instancePath: writePointer(keys) }), message, next),
  );
  (config.roadmaps ?? []).forEach((roadmap, index) => {
    const at = (...keys: string[]): number =>
      findOffset(document.contents, { instancePath: writePointer(['roadmaps', `${index}`, ...keys]) });
    const failAt: Fail = (keys, message, next) => fail(at(...keys), message, next);
    checkRoadmap(roadmap, config.roadmaps?.slice(0, index) ?? [], failAt);
    checkTargets(roadmap, failAt);
    checkSections(roadmap, failAt);
    checkGone(roadmap, failAt);
  });
  return config;
}

/** Keywords that only say that something under them failed. */
const REPEATING: readonly string[] = ['oneOf', 'if'];

/**
 * Where a key of roadmap.yaml stands, as `roadmap.yaml:7:5`.
 * @param steps names and indexes of the nodes on the way to the one that has the key
 */
export async function placeKey(root: string, steps: readonly string[], key: string): Promise<string> {
  const lines = new LineCounter();
  const document = parseDocument(decode(await readInside(root, configName)), { lineCounter: lines });
  const { line, col } = lines.linePos(
    findOffset(document.contents, {
      instancePath: writePointer(steps),
      keyword: 'additionalProperties',
      params: { additionalProperty: key },
    }),
  );
  return `${configName}:${line}:${col}`;
}

/** RFC 6901. */
function writePointer(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function decode(bytes: Uint8Array): string {
  const source = decodeSource(bytes);
  if (isSource(source)) return source.text;
  const { line, column } = source.place;
  throw new InputError(`${configName}:${line}:${column}: it is not valid UTF-8 here`, 'Save it as UTF-8.');
}

/** Offset of the first alias without an anchor; 0 where there is none. */
function findUnresolved(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function readData(read: () => unknown, fail: (message: string) => never): unknown {
  try {
    return read();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

type Fail = (keys: string[], message: string, help: string) => never;

/** What the schema can't say: paths stay inside the repository and are named once, and rules exist. */
function checkRoadmap(roadmap: RoadmapConfig, before: readonly RoadmapConfig[], fail: Fail): void {
  for (const key of ['path', 'schema'] as const) {
    const value = roadmap[key];
    if (value === undefined) continue;
    if (leadsOut(value)) {
      fail(
        [key],
        `${JSON.stringify(value)} leads out of the repository`,
        "Write a path from the repository's root, with forward slashes.",
      );
    }
  }
  if (before.some(({ path }) => posix.normalize(path) === posix.normalize(roadmap.path))) {
    fail(['path'], `${roadmap.path} is named twice`, 'Keep one of the two entries.');
  }
  for (const marker of Object.keys(roadmap.states ?? {})) {
    if (/^[^[\]\r\n]{1,16}$/u.test(marker)) continue;
    fail(
      ['states', marker],
      `${JSON.stringify(marker)} can't stand between the brackets of a box`,
      'Write what stands between them, without them: `states: {"?": blocked}`.',
    );
  }
  const ids = rules.map(({ meta }) => meta.id);
  for (const [id, setting] of Object.entries(roadmap.rules ?? {})) {
    const rule = rules.find(({ meta }) => meta.id === id);
    if (rule === undefined)
      fail(
        ['rules', id],
        `there is no rule ${id}`,
        suggest(suggestName(id, ids), '`roadmap explain` lists the rules.'),
      );
    const options = Array.isArray(setting) ? Object.keys((setting as unknown[])[1] ?? {}) : [];
    const known = Object.keys(rule?.meta.options ?? {});
    const strange = options.find((option) => !known.includes(option));
    if (strange !== undefined) {
      const next = known.length === 0 ? `${id} takes no options.` : `${id} takes ${known.join(', ')}.`;
      fail(['rules', id], `${id} has no option ${strange}`, suggest(suggestName(strange, known), next));
    }
  }
}

function suggest(near: string | null, otherwise: string): string {
  return near === null ? otherwise : `Write ${near}, if that is meant.`;
}

function depthOf({ instancePath }: Pick<SchemaError, 'instancePath'>): number {
  return instancePath.split('/').length;
}

function describe(error: SchemaError): string {
  // The place of an element in a list is no name to anyone.
  const name = error.instancePath.split('/').findLast((step) => !/^\d+$/.test(step)) ?? '';
  const says = describeViolation(error);
  return error.keyword === 'additionalProperties' || error.keyword === 'required' || name === ''
    ? says
    : `${name}: ${says}`;
}

function help(error: SchemaError): string {
  const near = suggestKey(error);
  return near === null
    ? 'See docs/configuration.md for what may stand here.'
    : `Write ${near}, if that is meant.`;
}

/** Offset of the node that a violation is about: of the key itself where a key is not known. */
function findOffset(
  contents: unknown,
  error: Pick<SchemaError, 'instancePath'> & Partial<SchemaError>,
): number {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra =
    error.keyword === 'additionalProperties' ? [String(error.params?.['additionalProperty'])] : [];
  let node = contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, step] of [...steps, ...extra].entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      const isKey = index >= steps.length;
      const next = (isKey ? pair?.key : (pair?.value ?? pair?.key)) as Node | null | undefined;
      offset = next?.range?.[0] ?? offset;
      node = next ?? null;
    } else {
      node = ((node as { items?: (Node | null)[] } | null)?.items?.[Number(step)] ?? null) as Node | null;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}
