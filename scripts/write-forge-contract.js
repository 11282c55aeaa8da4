// Writes test/forge/contract/*.json: what the checks rely on of the API of a forge, in the form of Swagger 2.0, so that the
// tests hold the client and the stand-in server to it where the forge's own description is not at hand.
//
//   node scripts/write-forge-contract.js           writes the files
//   node scripts/write-forge-contract.js --check   writes nothing, and fails where they are not what it would write

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.js';

const folder = join(root, 'test/forge/contract');

/** @typedef {string | string[] | {[name: string]: string | string[]}} Shape a type, a list of a shape, or an object */

/**
 * What the checks read, and what else the same objects have, by their types.
 *
 * @type {Record<string, Shape>}
 */
const shapes = {
  ServerVersion: { version: 'string' },
  Label: { id: 'integer', name: 'string', type: 'string' },
  Runner: {
    id: 'integer',
    name: 'string',
    status: 'string',
    busy: 'boolean',
    disabled: 'boolean',
    ephemeral: 'boolean',
    labels: ['Label'],
  },
  RunnerList: { runners: ['Runner'], total_count: 'integer' },
  Run: {
    id: 'integer',
    run_number: 'integer',
    run_attempt: 'integer',
    head_sha: 'string',
    head_branch: 'string',
    event: 'string',
    path: 'string',
    display_title: 'string',
    status: 'string',
    conclusion: 'string',
    url: 'string',
    html_url: 'string',
  },
  RunList: { workflow_runs: ['Run'], total_count: 'integer' },
  Task: {
    id: 'integer',
    run_number: 'integer',
    head_sha: 'string',
    name: 'string',
    status: 'string',
    workflow_id: 'string',
  },
  TaskList: { workflow_runs: ['Task'], total_count: 'integer' },
  Package: { id: 'integer', type: 'string', name: 'string', version: 'string', html_url: 'string' },
  PackageList: ['Package'],
  File: {
    id: 'integer',
    name: 'string',
    md5: 'string',
    sha1: 'string',
    sha256: 'string',
    sha512: 'string',
  },
  FileList: ['File'],
};

const paging = { page: 'integer', limit: 'integer' };

/** Path → what it answers with → parameters of the query. */
const always = {
  '/version': { ServerVersion: {} },
  '/repos/{owner}/{repo}/actions/tasks': { TaskList: paging },
  '/packages/{owner}': { PackageList: { ...paging, type: 'string', q: 'string' } },
  '/packages/{owner}/{type}/{name}/{version}': { Package: {} },
  '/packages/{owner}/{type}/{name}/{version}/files': { FileList: {} },
};
const later = {
  ...Object.fromEntries(
    ['/repos/{owner}/{repo}', '/orgs/{org}', '/user', '/admin'].flatMap((owner) => [
      [`${owner}/actions/runners`, { RunnerList: {} }],
      [`${owner}/actions/runners/{runner_id}`, { Runner: {} }],
    ]),
  ),
  '/repos/{owner}/{repo}/actions/runs': { RunList: { ...paging, head_sha: 'string' } },
  '/repos/{owner}/{repo}/actions/runs/{run}': { Run: {} },
};

const files = {
  'gitea-old.json': describe('1.22.6', always),
  'gitea-new.json': describe('1.26.0', { ...always, ...later }),
};

/** @param {string} version @param {Record<string, Record<string, Record<string, string>>>} endpoints */
function describe(version, endpoints) {
  const paths = Object.fromEntries(
    Object.entries(endpoints).map(([path, answers]) => [path, { get: describeGet(path, answers) }]),
  );
  const used = new Set(JSON.stringify(paths).match(/(?<=#\/definitions\/)\w+/g));
  for (const name of [...used]) for (const part of listParts(name)) used.add(part);
  return {
    swagger: '2.0',
    info: { title: 'What is relied on of a forge', version },
    basePath: '/api/v1',
    paths,
    definitions: Object.fromEntries(
      [...used].sort().map((name) => [name, describeShape(shapes[name] ?? '')]),
    ),
  };
}

/** @param {string} path @param {Record<string, Record<string, string>>} answers */
function describeGet(path, answers) {
  const [[shape, query] = ['', {}]] = Object.entries(answers);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    type: name === 'run' ? 'integer' : 'string',
  }));
  const inQuery = Object.entries(query).map(([name, type]) => ({ name, in: 'query', type }));
  return {
    parameters: [...inPath, ...inQuery],
    responses: {
      200: { description: shape, schema: { $ref: `#/definitions/${shape}` } },
      404: { description: 'not found' },
    },
  };
}

/** @param {string} name @returns {string[]} */
function listParts(name) {
  const shape = shapes[name] ?? '';
  const parts = Array.isArray(shape) ? shape : Object.values(shape).filter(Array.isArray).flat();
  return parts.flatMap((part) => [part, ...listParts(part)]);
}

/** @param {Shape} shape @returns {object} */
function describeShape(shape) {
  if (Array.isArray(shape)) return { type: 'array', items: { $ref: `#/definitions/${shape[0]}` } };
  if (typeof shape === 'string') return { type: shape };
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, describeShape(one)])),
  };
}

const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(files)) {
  const path = join(folder, name);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (!isCheck) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${name} is not what its script writes\n`);
    process.exitCode = 1;
  }
}
