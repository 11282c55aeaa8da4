import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkout } from '../support/checkout.ts';

const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');
const config = JSON.parse(read('schemas/config.schema.json')) as {
  $defs: { check: { properties: { kind: { enum: string[] } } } };
};
const kinds = config.$defs.check.properties.kind.enum;

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
});
