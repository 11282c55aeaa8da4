import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { checkout } from '../support/checkout.ts';

const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');
const config = JSON.parse(read('schemas/config.schema.json')) as {
  $defs: { check: { properties: { kind: { enum: string[] } } } };
};
const kinds = config.$defs.check.properties.kind.enum;

const ajv = new Ajv2020({ strict: false, allErrors: true });
for (const name of readdirSync(join(checkout, 'schemas')))
  if (name !== 'config.schema.json') ajv.addSchema(JSON.parse(read(`schemas/${name}`)) as object, name);
const isConfig = ajv.compile(config);

test('the list of checks names every kind', () => {
  const listed = [...read('docs/checks/README.md').matchAll(/^\| \[`(?<kind>[\w-]+)`\]\(\k<kind>\.md\)/gm)];
  expect(listed.map(({ groups }) => groups?.['kind']).sort()).toEqual([...kinds].sort());
});

describe.each(kinds)('%s', (kind) => {
  test('has a page that names its keys', () => {
    expect(existsSync(join(checkout, `docs/checks/${kind}.md`))).toBe(true);
    const schema = JSON.parse(read(`schemas/${kind}-check.schema.json`)) as { properties: object };
    const page = read(`docs/checks/${kind}.md`);
    const missing = Object.keys(schema.properties).filter(
      (key) => key !== 'kind' && !page.includes(`\`${key}`),
    );
    expect(missing).toEqual([]);
  });

  test('has examples that a config takes', () => {
    const examples = [...read(`docs/checks/${kind}.md`).matchAll(/^```yaml\n(?<yaml>[\s\S]*?)^```/gm)];
    expect(examples.length).toBeGreaterThan(0);
    for (const { groups } of examples) {
      const { checks } = parse(groups?.['yaml'] ?? '') as { checks: unknown };
      const isFine = isConfig({ version: 1, roadmaps: [{ path: 'ROADMAP.md', checks }] });
      expect([isFine, ajv.errorsText(isConfig.errors)]).toEqual([true, 'No errors']);
    }
  });
});
