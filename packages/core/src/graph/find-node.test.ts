import { describe, expect, test } from '@jest/globals';
import { findNode } from './find-node.ts';
import { readExample } from './read-example.ts';

const { graph, bytes } = readExample(`# Title

### P0 — Préparer

- [x] **P0.1** Ask *twice*
  - Commit: abc1234
  - Status:
  - Owner: Ada
- [ ] **P0.2** Wait

## Review checklist

- [ ] **R1** All of it
  - twice
`);

const find = (pointer: string): readonly [name: string, task: string | null, text: string] => {
  const { name, task, span } = findNode(graph, pointer);
  return [name, task, new TextDecoder().decode(bytes.subarray(span.start, span.end))];
};

describe('the node that a pointer leads to', () => {
  test.each([
    ['/roadmap/phases/0', ['P0', null, '### P0 — Préparer']],
    ['/roadmap/phases/0/tasks/0', ['P0.1', 'P0.1', '[x] **P0.1** Ask *twice*']],
    ['/roadmap/phases/0/tasks/0/fields/2', ['P0.1 Owner', 'P0.1', 'Ada']],
    ['/roadmap/phases/0/tasks/0/fields/1', ['P0.1 Status', 'P0.1', '']],
    ['/roadmap/review/0', ['R1', 'R1', '[ ] **R1** All of it']],
    ['/roadmap/review/0/requirements/0', ['R1', 'R1', 'twice']],
  ] as const)('%s is named and placed', (pointer, found) => {
    expect(find(pointer)).toEqual(found);
  });

  test.each([
    ['a value in it', '/roadmap/phases/0/tasks/1/title', ['P0.2', 'P0.2', '[ ] **P0.2** Wait']],
    ['a list in it', '/roadmap/phases/0/tasks/1/fields', ['P0.2', 'P0.2', '[ ] **P0.2** Wait']],
    ['a value of a field', '/roadmap/phases/0/tasks/0/fields/2/value', ['P0.1 Owner', 'P0.1', 'Ada']],
    ['what is not there', '/roadmap/phases/0/tasks/7/fields/1', ['P0', null, '### P0 — Préparer']],
    ['the whole', '', ['the roadmap', null, '']],
    ['something of the whole', '/roadmap/title', ['the roadmap', null, '']],
    ['nonsense', '/~1a~0/b', ['the roadmap', null, '']],
  ] as const)('%s belongs to the nearest one around it', (_what, pointer, found) => {
    expect(find(pointer)).toEqual(found);
  });
});
