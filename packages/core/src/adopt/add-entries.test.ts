import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { addEntries } from './add-entries.ts';

const LINES = ['  - path: docs/TODO.md', '    # why', '    since: 1a2b3c4'];

describe('entries of a config that is there', () => {
  test.each([
    ['at its end', 'version: 1\nroadmaps:\n  - path: a.md\n', 'version: 1\nroadmaps:\n  - path: a.md\n+'],
    [
      'without a line end',
      'version: 1\nroadmaps:\n  - path: a.md',
      'version: 1\nroadmaps:\n  - path: a.md\n+',
    ],
    [
      'before other keys, and behind a comment of the line',
      'roadmaps:\n  - path: a.md\n    gates: [P1.2] # these\n\n# more\nversion: 1\n',
      'roadmaps:\n  - path: a.md\n    gates: [P1.2] # these\n+\n# more\nversion: 1\n',
    ],
    [
      'behind an entry that has lists',
      'version: 1\nroadmaps:\n  - path: a.md\n    rules:\n      commit-reused: off\n    remotes:\n      - origin\n',
      'version: 1\nroadmaps:\n  - path: a.md\n    rules:\n      commit-reused: off\n    remotes:\n      - origin\n+',
    ],
    ['where there is no list', 'version: 1\n', 'version: 1\nroadmaps:\n+'],
    ['of an empty file', '', 'roadmaps:\n+'],
    ['of comments alone', '# nothing\n', '# nothing\nroadmaps:\n+'],
  ])('%s', (_where, before, after) => {
    expect(addEntries(before, LINES)).toBe(after.replace('+', `${LINES.join('\n')}\n`));
  });

  test('as far in as the others are, with the line ends of the file', () => {
    expect(addEntries('version: 1\r\nroadmaps:\r\n- path: a.md\r\n', LINES)).toBe(
      'version: 1\r\nroadmaps:\r\n- path: a.md\r\n- path: docs/TODO.md\r\n  # why\r\n  since: 1a2b3c4\r\n',
    );
    expect(addEntries('roadmaps:\n    - path: a.md\n', LINES)).toBe(
      'roadmaps:\n    - path: a.md\n    - path: docs/TODO.md\n      # why\n      since: 1a2b3c4\n',
    );
  });

  test('behind a text of several lines', () => {
    const before = 'roadmaps:\n  - path: |-\n      a.md\nversion: 1\n';
    const written = addEntries(before, LINES) ?? '';
    expect(written.split(`${LINES.join('\n')}\n`).join('')).toBe(before);
    expect((parseDocument(written).toJS() as { roadmaps: unknown[] }).roadmaps).toHaveLength(2);
  });

  test.each([
    ['a list in brackets', 'version: 1\nroadmaps: [{path: a.md}]\n'],
    ['a list elsewhere', 'a: &list\n  - path: a.md\nroadmaps: *list\n'],
    ['no list', 'version: 1\nroadmaps: a.md\n'],
    ['nothing under the name', 'version: 1\nroadmaps:\n'],
    ['a map in braces', '{version: 1}\n'],
    ['an end of the document', 'version: 1\n...\n'],
    ['no map', '- version\n'],
    ['no YAML', 'version: [1\n'],
  ])('%s is left to a person', (_what, text) => {
    expect(addEntries(text, LINES)).toBeNull();
  });
});
