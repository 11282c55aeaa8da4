import { describe, expect, test } from '@jest/globals';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';

const markdown = `# Move the archive

### P2 — Prepare

- [x] **P2.1** Ask for access
  - Commit: none (by phone)
  - Status: granted
  - Owner: Ada
- [x] **P2.2** Count the objects
  - Commit: none (by hand)
  - Status: many

### P3 — Copy

- [x] **P3.1** Copy them
  - Commit: none (by hand)
  - Status: PASS: all there
  - Owner: Ada
- [x] **P3.2** Compare
  - Commit: none (by hand)
  - Owner: Ines
  - Status: looks good
`;

/** As YAML, in the words of the team. */
const inYaml = `$schema: https://json-schema.org/draft/2020-12/schema
properties:
  roadmap:
    properties:
      phases:
        items:
          properties:
            tasks:
              items:
                properties:
                  fields:
                    description: every task has an Owner
                    contains: {properties: {name: {const: Owner}}}
          if: {properties: {id: {const: P3}}}
          then:
            properties:
              tasks:
                items:
                  properties:
                    fields:
                      items:
                        if: {properties: {name: {const: Status}}}
                        then:
                          properties:
                            value: {pattern: ^PASS, description: every Status in P3 begins with PASS}
`;

/** The same as JSON, without any words. */
const inJson = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "properties": {"roadmap": {"properties": {"phases": {"items": {
    "properties": {"tasks": {"items": {"properties": {"fields": {
      "contains": {"properties": {"name": {"const": "Owner"}}}
    }}}}},
    "if": {"properties": {"id": {"const": "P3"}}},
    "then": {"properties": {"tasks": {"items": {"properties": {"fields": {"items": {
      "if": {"properties": {"name": {"const": "Status"}}},
      "then": {"properties": {"value": {"pattern": "^PASS"}}}
    }}}}}}}
  }}}}}
}
`;

async function check(name: string, schema: string | Uint8Array | null, more = ''): Promise<Run> {
  const root = makeRepository({
    'ROADMAP.md': markdown,
    'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    schema: ${name}\n${more}`,
    ...(schema === null ? {} : { [name]: schema }),
  });
  return runRoadmap(root, ['check', '--json']);
}

const findingsOf = (run: Run): (readonly [number, number, string | null, string])[] =>
  readOutput('check', run).diagnostics.map(({ rule, line, column, task, message }) => {
    expect(rule).toBe('schema-violation');
    return [line, column, task, message] as const;
  });

describe("a schema of the team's own", () => {
  test('in YAML is held against the graph, in its own words', async () => {
    const run = await check('team/schema.yaml', inYaml);
    expect(findingsOf(run)).toEqual([
      [9, 3, 'P2.2', 'P2.2: every task has an Owner'],
      [22, 13, 'P3.2', 'P3.2 Status: every Status in P3 begins with PASS'],
    ]);
    expect(run.code).toBe(1);
    const [, ofStatus] = readOutput('check', run).diagnostics;
    expect(ofStatus?.help).toContain('"looks good" does not match the pattern ^PASS');
  });

  test('in JSON without words is put into some', async () => {
    expect(findingsOf(await check('team.schema.json', inJson))).toEqual([
      [9, 3, 'P2.2', 'P2.2: no element is as it must be'],
      [22, 13, 'P3.2', 'P3.2 Status: "looks good" does not match the pattern ^PASS'],
    ]);
  });

  test('may be of draft 7', async () => {
    const schema = inJson.replace(
      'https://json-schema.org/draft/2020-12/schema',
      'http://json-schema.org/draft-07/schema#',
    );
    expect(findingsOf(await check('team.schema.json', schema))).toHaveLength(2);
  });

  test('has the severity that the config gives it', async () => {
    const run = await check('team.yaml', inYaml, '    rules: {schema-violation: warning}\n');
    expect(readOutput('check', run).diagnostics.map(({ severity }) => severity)).toEqual([
      'warning',
      'warning',
    ]);
    expect(run.code).toBe(0);
  });

  test('can ask for something of the whole file', async () => {
    const schema = 'properties: {roadmap: {required: [owner], properties: {changeLog: {type: object}}}}\n';
    expect(findingsOf(await check('team.yaml', schema))).toEqual([
      [1, 1, null, 'the roadmap: owner is missing'],
      [1, 1, null, 'the roadmap: null is not of type object'],
    ]);
  });
});

describe('a schema that is of no use', () => {
  test.each([
    ['that is not there', 'gone.json', null, /^roadmap: gone\.json: there is no such file\n/],
    ['that is no JSON', 'team.json', '{', /^roadmap: team\.json: it can't be read as a schema: /],
    ['that is no YAML', 'team.yaml', 'a: [', /^roadmap: team\.yaml: it can't be read as a schema: /],
    ['that is no object', 'team.yaml', '- a\n', /^roadmap: team\.yaml: .*it holds no object\n/],
    [
      'that is no UTF-8',
      'team.json',
      Buffer.from([0xff]),
      /^roadmap: team\.json: it can't be read as a schema: /,
    ],
    ['that is no schema', 'team.json', '{"type": 3}', /^roadmap: team\.json: it is no usable JSON Schema: /],
    [
      'that refers to another document, which is not fetched',
      'team.json',
      '{"$ref": "https://example.invalid/schema.json"}',
      /^roadmap: team\.json: it is no usable JSON Schema: .*example\.invalid/,
    ],
  ])('%s is an error of the config', async (_name, path, schema, says) => {
    const run = await check(path, schema);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/\n {2}→ \S.*\n$/);
  });
});
