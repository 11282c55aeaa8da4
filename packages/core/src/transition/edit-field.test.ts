import { describe, expect, test } from '@jest/globals';
import { type Asked, writeText } from './try-transition.ts';

const tick = (task: string): Asked => ({ task, to: 'done', commit: 'abc1234', status: 'works' });
/** Ticks the one task that is open. */
const ticked = (markdown: string, dialect = 'execution', task = 'P0.2'): string =>
  writeText(markdown, tick(task), { dialect, order: 'off' });

const head = '### P0 — A\n\n';

describe('a value', () => {
  test.each([
    ['takes the place of the old one', '  - Status: TBD', '  - Status: works'],
    ['goes behind a bare colon', '  - Status:', '  - Status: works'],
    [
      'goes behind the blank that is there, and leaves none behind it',
      '  - Status:  \t',
      '  - Status: works',
    ],
    ['goes behind a bold name', '  - **Status:** <one line>', '  - **Status:** works'],
    ['goes behind a name with a colon outside', '  - **Status**: <one line>', '  - **Status**: works'],
    ['stays inside of bold text', '  - **Status: <one line>**', '  - **Status: works**'],
    ['leaves the blanks behind the old one', '  - Status: TBD  ', '  - Status: works  '],
    ['takes the place of several lines', '  - Status: IN PROGRESS:\n    half\n    done', '  - Status: works'],
    ['stays on the line below its name', '  - Status:\n    TBD', '  - Status:\n    works'],
    ['stays on a lazy line below its name', '  - Status:\nTBD', '  - Status:\nworks'],
    ['keeps what is nested in it', '  - Status: TBD\n    - seen by A', '  - Status: works\n    - seen by A'],
    ['keeps a name in another case', '  * STATUS : TBD', '  * STATUS : works'],
  ])('%s', (_name, before, after) => {
    const commit = '  - Commit: abc1234\n';
    expect(ticked(`${head}- [ ] **P0.2** do\n${commit}${before}\n`)).toBe(
      `${head}- [x] **P0.2** do\n${commit}${after}\n`,
    );
  });
});

describe('a field that is missing', () => {
  test.each([
    [
      'stands in two new lines where no task has any',
      '- [ ] **P0.2** do\n',
      '- [x] **P0.2** do\n  - Commit: abc1234\n  - Status: works\n',
    ],
    [
      'stands before the Status',
      '- [ ] **P0.2** do\n  - Status: TBD\n  - Owner: me\n',
      '- [x] **P0.2** do\n  - Commit: abc1234\n  - Status: works\n  - Owner: me\n',
    ],
    [
      'stands behind the Commit and what is nested in it',
      '- [ ] **P0.2** do\n  - Commit: TBD\n    - of two\n\n  - Owner: me\n',
      '- [x] **P0.2** do\n  - Commit: abc1234\n    - of two\n  - Status: works\n\n  - Owner: me\n',
    ],
    [
      "has the siblings' bullet, indentation, bold marks and name",
      '- [x] **P0.1** ask\n    * **Commits**: none\n    * **Status:** asked\n- [ ] **P0.2** do\n',
      '- [x] **P0.1** ask\n    * **Commits**: none\n    * **Status:** asked\n- [x] **P0.2** do\n    * **Commits**: abc1234\n    * **Status:** works\n',
    ],
    [
      'has the bold marks of other fields near by',
      '- [x] **P0.1** ask\n  - **Result:** asked\n- [ ] **P0.2** do\n',
      '- [x] **P0.1** ask\n  - **Result:** asked\n- [x] **P0.2** do\n  - **Commit:** abc1234\n  - **Status:** works\n',
    ],
    [
      "has the siblings' order",
      '- [x] **P0.1** ask\n  - Status: asked\n  - Proof: none\n  - Commit: none\n- [ ] **P0.2** do\n  - Status: TBD\n',
      '- [x] **P0.1** ask\n  - Status: asked\n  - Proof: none\n  - Commit: none\n- [x] **P0.2** do\n  - Status: works\n  - Commit: abc1234\n',
    ],
    [
      'stands behind the notes where the siblings have theirs there',
      '- [x] **P0.1** ask\n  - whom\n  - Status: asked\n  - Commit: none\n- [ ] **P0.2** do\n  - how\n  - when\n\n- [ ] **P0.3** c\n',
      '- [x] **P0.1** ask\n  - whom\n  - Status: asked\n  - Commit: none\n- [x] **P0.2** do\n  - how\n  - when\n  - Status: works\n  - Commit: abc1234\n\n- [ ] **P0.3** c\n',
    ],
    [
      'stands as deep as the boxes nested in the task, which stay where they are',
      '- [ ] **P0.2** do\n    - [ ] a part\n',
      '- [x] **P0.2** do\n    - Commit: abc1234\n    - Status: works\n    - [ ] a part\n',
    ],
    [
      'stands as deep as the paragraphs and code in the task',
      '- [ ] **P0.2** do\n\n    ```sh\n    make\n    ```\n',
      '- [x] **P0.2** do\n    - Commit: abc1234\n    - Status: works\n\n    ```sh\n    make\n    ```\n',
    ],
    [
      'stands as deep as what is nested in the task where the siblings have theirs less deep',
      '- [x] **P0.1** ask\n  - Commit: none\n  - Status: asked\n- [ ] **P0.2** do\n    1. [ ] a part\n',
      '- [x] **P0.1** ask\n  - Commit: none\n  - Status: asked\n- [x] **P0.2** do\n    - Commit: abc1234\n    - Status: works\n    1. [ ] a part\n',
    ],
    [
      'stands less deep than indented code',
      '- [ ] **P0.2** do\n\n        make\n',
      '- [x] **P0.2** do\n  - Commit: abc1234\n  - Status: works\n\n        make\n',
    ],
    [
      'stands before the boxes in the task where the siblings have none and theirs behind the notes',
      '- [x] **P0.1** ask\n  - whom\n  - Commit: none\n  - Status: asked\n- [ ] **P0.2** do\n  - how\n  - [ ] a part\n',
      '- [x] **P0.1** ask\n  - whom\n  - Commit: none\n  - Status: asked\n- [x] **P0.2** do\n  - Commit: abc1234\n  - Status: works\n  - how\n  - [ ] a part\n',
    ],
    [
      'does not stand as deep as under a task whose bullet is narrower',
      '- [ ] **P0.1** ask\n  - whom\n-\t[ ] **P0.2** do\n',
      '- [ ] **P0.1** ask\n  - whom\n-\t[x] **P0.2** do\n \t- Commit: abc1234\n \t- Status: works\n',
    ],
    [
      'stands as deep as what is nested in other tasks',
      '- [ ] **P0.1** ask\n    * whom\n- [ ] **P0.2** do\n',
      '- [ ] **P0.1** ask\n    * whom\n- [x] **P0.2** do\n    * Commit: abc1234\n    * Status: works\n',
    ],
    [
      'stands in the content of a numbered item',
      '1. [ ] **P0.2** do\n10. [ ] **P0.3** more\n',
      '1. [x] **P0.2** do\n   - Commit: abc1234\n   - Status: works\n10. [ ] **P0.3** more\n',
    ],
    [
      'stands as deep under a nested task as others do under theirs',
      '- [ ] **P0.1** ask\n  - Status: TBD\n  - [ ] **P0.2** do\n',
      '- [ ] **P0.1** ask\n  - Status: TBD\n  - [x] **P0.2** do\n    - Commit: abc1234\n    - Status: works\n',
    ],
    [
      'stands in a paragraph where the task has its other fields in one',
      '- [ ] **P0.2** do\n  Evidence: seen\n  Commit: TBD\n',
      '- [x] **P0.2** do\n  Evidence: seen\n  Commit: abc1234\n  Status: works\n',
    ],
    [
      'stands in a paragraph apart from the title',
      '- [ ] **P0.2** do\n\n  **Owner:** me\n',
      '- [x] **P0.2** do\n\n  **Commit:** abc1234\n  **Status:** works\n  **Owner:** me\n',
    ],
    [
      'stands behind a title of several lines, before a label that is about the list',
      '- [ ] **P0.2** do\n  all of it\n**Next**: more\n',
      '- [x] **P0.2** do\n  all of it\n  - Commit: abc1234\n  - Status: works\n**Next**: more\n',
    ],
    [
      'has tabs where its siblings have tabs',
      '-\t[x] **P0.1** ask\n\t-\tCommit: none\n\t-\tStatus: asked\n-\t[ ] **P0.2** do\n',
      '-\t[x] **P0.1** ask\n\t-\tCommit: none\n\t-\tStatus: asked\n-\t[x] **P0.2** do\n\t-\tCommit: abc1234\n\t-\tStatus: works\n',
    ],
    [
      'has the bullet of the list, without a final line end',
      '+ [ ] **P0.2** do',
      '+ [x] **P0.2** do\n  + Commit: abc1234\n  + Status: works',
    ],
  ])('%s', (_name, before, after) => {
    expect(ticked(head + before)).toBe(head + after);
  });

  test.each([
    ['CR LF', '\r\n'],
    ['a lone CR', '\r'],
  ])('ends with %s where its neighbours do', (_name, end) => {
    const before = `${head}- [ ] **P0.2** do\n- [ ] **P0.3** more`.replaceAll('\n', end);
    const after = `${head}- [x] **P0.2** do\n  - Commit: abc1234\n  - Status: works\n- [ ] **P0.3** more`;
    expect(ticked(before)).toBe(after.replaceAll('\n', end));
  });

  test('ends as the first line does behind a last line without an end', () => {
    expect(ticked('### P0\r\n\r\n- [ ] **P0.2** do')).toBe(
      '### P0\r\n\r\n- [x] **P0.2** do\r\n  - Commit: abc1234\r\n  - Status: works',
    );
  });

  test('stands under a box right behind a byte order mark', () => {
    const sibling = '- [x] ask\n  - Commit: none\n  - Status: asked\n';
    expect(ticked(`\ufeff- [ ] do\n${sibling}`, 'plan', 'tasks:1')).toBe(
      `\ufeff- [x] do\n  - Commit: abc1234\n  - Status: works\n${sibling}`,
    );
  });

  test('stands under a task of Kiro with a star behind its box', () => {
    const sibling = '- [x] 2.2 Do\n  - Commit: none\n  - Status: done\n';
    expect(ticked(`- [ ]* 2.3 Test\n  - _Needs: 1_\n${sibling}`, 'kiro', '2.3')).toBe(
      `- [x]* 2.3 Test\n  - Commit: abc1234\n  - Status: works\n  - _Needs: 1_\n${sibling}`,
    );
  });
});

describe('a Commit', () => {
  const siblings = '- [x] **P0.1** ask\n  - Commit: `0af8d7a` (asked)\n  - Status: asked\n';

  test('has its hashes in backticks where the others have', () => {
    const written = writeText(
      `${head}${siblings}- [ ] **P0.2** do\n`,
      { ...tick('P0.2'), commit: 'abc1234, a1b2c3d..f6e5d4c, o/r@abc1234' },
      { dialect: 'execution' },
    );
    expect(written).toContain('  - Commit: `abc1234`, `a1b2c3d..f6e5d4c`, `o/r@abc1234`\n');
  });

  test('has its hashes bare where most others are', () => {
    const bare = '- [x] **P0.3** see\n  - Commit: 0af8d7a, 1af8d7a\n  - Status: seen\n';
    expect(ticked(`${head}${siblings}${bare}- [ ] **P0.2** do\n`)).toContain('  - Commit: abc1234\n');
  });

  test.each(['none (asked by phone)', 'this', '`abc1234`'])('that says %s stays as given', (commit) => {
    expect(
      writeText(
        `${head}${siblings}- [ ] **P0.2** do\n`,
        { ...tick('P0.2'), commit },
        { dialect: 'execution' },
      ),
    ).toContain(`  - Commit: ${commit}\n`);
  });
});

describe('a task that is opened again', () => {
  const reopened = (markdown: string): string =>
    writeText(
      head + markdown,
      { task: 'P0.2', to: 'todo', reason: 'of the wrong build' },
      { dialect: 'execution' },
    );

  test.each([
    [
      'loses its Commit and keeps the field',
      '- [x] **P0.2** do\n  - Commit: abc1234 (main)\n  - Status: works\n',
      '- [ ] **P0.2** do\n  - Commit:\n  - Status: REOPENED: of the wrong build\n',
    ],
    [
      'loses every Commit, bold ones and those on the line below, too',
      '- [x] **P0.2** do\n  - **Commit: abc1234**\n  - Commit:\n    abc1235\n  - Status: works\n',
      '- [ ] **P0.2** do\n  - **Commit:**\n  - Commit:\n  - Status: REOPENED: of the wrong build\n',
    ],
    [
      'gets no Commit where it has none',
      '- [x] **P0.2** do\n',
      '- [ ] **P0.2** do\n  - Status: REOPENED: of the wrong build\n',
    ],
  ])('%s', (_name, before, after) => {
    expect(reopened(before)).toBe(head + after);
  });
});

describe('a state word at the head of the title', () => {
  test.each([
    ['goes with the old state', '- [❌] **FAILED:** no logs\n', '- [x] no logs\n'],
    ['goes from behind a bold id', '- [ ] **P0.2** BLOCKED — ask\n', '- [x] **P0.2** ask\n'],
    ['stays where it says the new one', '- [ ] DONE: ask\n', '- [x] DONE: ask\n'],
    ['is none inside of the title', '- [ ] Say FAILED: no\n', '- [x] Say FAILED: no\n'],
  ])('%s', (_name, before, after) => {
    const dialect = before.includes('P0.2') ? 'execution' : 'plan';
    const task = dialect === 'execution' ? 'P0.2' : 'tasks:1';
    expect(writeText(before, { task, to: 'done' }, { dialect })).toBe(after);
  });
});
