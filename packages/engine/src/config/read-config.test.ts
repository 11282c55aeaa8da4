import { describe, expect, test } from '@jest/globals';
import { rules } from '@roadmap-as-code/core/rules';
import { InputError } from '../input-error.ts';
import { parseConfig } from './parse-config.ts';

const parse = (text: string): ReturnType<typeof parseConfig> => parseConfig(new TextEncoder().encode(text));

/** The message of the error, without the name of the file, and what it says to do. */
function refuse(text: string): [message: string, help: string] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InputError) return [error.message.replace(/^roadmap\.yaml:/, ''), error.help];
    throw error;
  }
  throw new Error('it was taken');
}

const FULL = `# all that there is
version: 1
roadmaps:
  - path: docs/ROADMAP.md
    dialect: execution
    target: origin/main
    remotes: [origin, gitea]
    order: strict
    gates: [P3.6, "P5.4"]
    since: abc1234
    states: {"?": blocked, "↻": doing}
    rules:
      commit-absent: off
      no-placeholder: [error, {words: [PIN_THIS_DIGEST]}]
      phase-order: [info]
    schema: ./team.schema.json
    checks: {R5: [{kind: file, path: a.md}]}
  - {path: other.md, dialect: plan, order: off}
`;

describe('a config', () => {
  test('with every key is taken as it is', () => {
    expect(parse(FULL)).toEqual({
      version: 1,
      roadmaps: [
        {
          path: 'docs/ROADMAP.md',
          dialect: 'execution',
          target: 'origin/main',
          remotes: ['origin', 'gitea'],
          order: 'strict',
          gates: ['P3.6', 'P5.4'],
          since: 'abc1234',
          states: { '?': 'blocked', '↻': 'doing' },
          rules: {
            'commit-absent': 'off',
            'no-placeholder': ['error', { words: ['PIN_THIS_DIGEST'] }],
            'phase-order': ['info'],
          },
          schema: './team.schema.json',
          checks: { R5: [{ kind: 'file', path: 'a.md' }] },
        },
        { path: 'other.md', dialect: 'plan', order: 'off' },
      ],
    });
  });

  test('may set every rule there is', () => {
    const settings = rules.map(({ meta }) => `      ${meta.id}: info\n`).join('');
    expect(() => parse(`version: 1\nroadmaps:\n  - path: a.md\n    rules:\n${settings}`)).not.toThrow();
  });

  test('may share a part by an anchor', () => {
    const text =
      'version: 1\nroadmaps:\n  - path: a.md\n    gates: &gates [a, b]\n  - path: b.md\n    gates: *gates\n';
    expect(parse(text).roadmaps?.[1]?.gates).toEqual(['a', 'b']);
  });

  test('is the same with CR LF, a byte order mark, or as JSON', () => {
    expect(parse(`\uFEFF${FULL.replaceAll('\n', '\r\n')}`)).toEqual(parse(FULL));
    expect(parse(JSON.stringify(parse(FULL)))).toEqual(parse(FULL));
  });
});

describe('what is wrong', () => {
  test('is placed by line and column, with CR LF, too', () => {
    const text = FULL.replace('gates:', 'gate:');
    expect(refuse(text)).toEqual(['9:5: gate is not known here', 'Write gates, if that is meant.']);
    expect(refuse(text.replaceAll('\n', '\r\n'))[0]).toBe('9:5: gate is not known here');
    expect(refuse(`\uFEFF${text}`)[0]).toBe('9:5: gate is not known here');
  });

  test('is said of the innermost thing that is wrong', () => {
    expect(refuse(FULL.replace('words:', 'word:'))[0]).toBe('14:23: no-placeholder has no option word');
    expect(refuse(FULL.replace('[PIN_THIS_DIGEST]', '[1.5]'))[0]).toBe(
      '14:40: words: 1.5 is not of type string',
    );
    expect(refuse(FULL.replace('"↻": doing', '"↻": [doing]'))[0]).toMatch(
      /^11:33: ↻: \["doing"\] is not one of "todo"/,
    );
  });

  test.each([
    [
      'a path twice',
      FULL.replace('other.md', 'docs/./ROADMAP.md'),
      '18:12: docs/./ROADMAP.md is named twice',
    ],
    [
      'a path up and out',
      FULL.replace('other.md', '../other.md'),
      '18:12: "../other.md" leads out of the repository',
    ],
    [
      'the way up itself',
      FULL.replace('other.md', 'a/../..'),
      '18:12: "a/../.." leads out of the repository',
    ],
    [
      'a drive',
      FULL.replace('other.md', '"C:/other.md"'),
      '18:12: "C:/other.md" leads out of the repository',
    ],
    ['a NUL', FULL.replace('other.md', '"a\\0.md"'), '18:12: "a\\u0000.md" leads out of the repository'],
    [
      'a schema out',
      FULL.replace('./team', '/team'),
      '16:13: "/team.schema.json" leads out of the repository',
    ],
    [
      'an empty path',
      FULL.replace('other.md', '""'),
      '18:12: path: "" must NOT have fewer than 1 characters',
    ],
    [
      'brackets around what stands in a box',
      FULL.replace('"?"', '"[?]"'),
      '11:21: "[?]" can\'t stand between the brackets of a box',
    ],
    ['an empty box', FULL.replace('"?"', '""'), expect.stringMatching(/^11:13: states: "" must NOT/)],
    ['no severity', FULL.replace('[info]', '[]'), expect.stringMatching(/^15:20: phase-order: \[\] /)],
    [
      'too many options',
      FULL.replace('[info]', '[info, {}, {}]'),
      expect.stringMatching(/^15:20: phase-order: /),
    ],
    ['a number for a gate', FULL.replace('"P5.4"', '5.4'), '9:19: gates: 5.4 is not of type string'],
    [
      'a tag that is not known',
      FULL.replace('strict', '!secret x'),
      expect.stringMatching(/^8:12: Unresolved tag/),
    ],
    ['a second document', `${FULL}---\nversion: 1\n`, '19:1: a second document begins'],
    ['nothing but a word', 'roadmap\n', '1:1: "roadmap" is not of type object'],
  ])('%s', (_name, text, message) => {
    expect(refuse(text)[0]).toEqual(message);
  });

  test('never lets a key reach into what all objects share', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(refuse(`version: 1\n${key}: {polluted: true}\n`)[0]).toBe(`2:1: ${key} is not known here`);
      const inRules = `version: 1\nroadmaps:\n  - path: a.md\n    rules: {${key}: off}\n`;
      expect(refuse(inRules)[0]).toBe(`4:${13 + key.length + 2}: there is no rule ${key}`);
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('targets of a cascade', () => {
  const head = 'version: 1\nroadmaps:\n  - path: a.md\n    targets:\n      P0.1:\n';
  const write = (...targets: string[]): string =>
    `${head}${targets.map((one) => `        - ${one}\n`).join('')}`;
  const from = (repository: string): string => write(`{repository: ${repository}, file: a, text: b}`);

  test('are taken with all that they may say', () => {
    const text = write(
      "{repository: 'https://host/acme/a.git', branch: main, file: .ci/a, text: 'v: 2', line: 'v:', requires: {file: b, matches: c}}",
      '{repository: git@host:acme/a.git, file: a, text: b}',
      '{repository: ../acme/b, name: x/y, file: a, text: "b\\n"}',
    );
    expect(parse(text).roadmaps?.[0]?.targets?.['P0.1']).toHaveLength(3);
  });

  test.each([
    ['an option', from('--upload-pack=x'), '6:24: "--upload-pack=x" looks like an option'],
    ['a helper', from("'ext::sh -c id'"), '6:24: "ext::sh -c id" would start a program'],
    ['a helper as a URL', from('ext://a/b'), '6:24: "ext://a/b": git does not speak ext'],
    [
      'a host',
      from('ssh://-oProxyCommand=id/a/b'),
      '6:24: "ssh://-oProxyCommand=id/a/b": its host looks like an option',
    ],
    ['a line end', from('"https://h/a/b\\n"'), '6:24: "https://h/a/b\\n" has control characters'],
    ['no owner', from('https://host/a'), '6:24: its last two parts are no owner/repo'],
    ['a wrong name', write('{repository: ../a/b, name: b, file: a, text: b}'), '6:38: "b" is no owner/repo'],
    [
      'a way out',
      write('{repository: ../a/b, file: a/../../b, text: b}'),
      '6:38: "a/../../b" leads out of the repository',
    ],
    [
      'two ways to write it',
      write('{repository: ../a/b, file: ./b, text: b}'),
      '6:38: "./b" is no plain path of a file',
    ],
    [
      "git's folder",
      write('{repository: ../a/b, file: .GIT/hooks/x, text: b}'),
      '6:38: ".GIT/hooks/x" lies in git\'s own folder',
    ],
    [
      'a probe there',
      write('{repository: ../a/b, file: a, text: b, requires: {file: .git/a, matches: b}}'),
      '6:67: ".git/a" lies in git\'s own folder',
    ],
    [
      'a branch',
      write('{repository: ../a/b, branch: "a:b", file: a, text: b}'),
      '6:40: "a:b" is no name of a branch',
    ],
    [
      'two lines',
      write('{repository: ../a/b, file: a, text: "b\\nc", line: b}'),
      '6:47: it is more than the one line that `line` is about',
    ],
    [
      'an unknown key',
      write('{repository: ../a/b, file: a, text: b, lines: c}'),
      '6:50: lines is not known here',
    ],
    [
      'a file twice',
      write('{repository: ../a/b, file: a, text: b}', '{repository: ../a/b.git, file: a, text: c}'),
      '7:42: a of a/b is a target of P0.1 twice',
    ],
  ])('%s', (_name, text, message) => {
    expect(refuse(text)[0]).toBe(message);
  });
});
