// The directions that imports may run in: cli → engine → core. Each forbidden arrow gives its reason.

const test = '\\.test\\.ts$';
/** The one file that runs what a trusted config names. */
const runProgram = '^packages/engine/src/checks/programs/run-program\\.ts$';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
export const forbidden = [
  {
    name: 'core-is-pure',
    comment: 'core decides and does no I/O, so that the same rules run in a hook, an editor and a browser',
    severity: 'error',
    from: { path: '^packages/core/src/', pathNot: test },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'core-imports-no-other-room',
    comment: 'imports run cli → engine → core, never back',
    severity: 'error',
    from: { path: '^packages/core/' },
    to: { path: '^packages/(?!core/)' },
  },
  {
    name: 'engine-imports-only-core',
    comment: 'imports run cli → engine → core, never back; engine serves every front end and knows none',
    severity: 'error',
    from: { path: '^packages/engine/' },
    to: { path: '^packages/(?!engine/|core/)' },
  },
  {
    name: 'front-ends-stay-apart',
    comment: 'what two front ends share belongs to engine; none imports another',
    severity: 'error',
    from: { path: '^packages/(?!core/|engine/)([^/]+)/' },
    to: { path: '^packages/(?!core/|engine/)', pathNot: '^packages/$1/' },
  },
  {
    name: 'no-relative-import-across-packages',
    comment: 'a package is used through what it exports; a relative path goes round that',
    severity: 'error',
    from: { path: '^(packages/[^/]+|test)/' },
    to: { path: '^packages/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'git-in-one-folder',
    comment:
      'git is run with an explicit directory and values that can be no options; one folder answers for that',
    severity: 'error',
    from: { path: '^packages/', pathNot: ['^packages/engine/src/git/', runProgram, test] },
    to: { path: ['^(?:node:)?child_process$', '^simple-git$', '(?:^|/)node_modules/simple-git/'] },
  },
  {
    name: 'no-cycle',
    comment: 'in a cycle nothing can be read, tested or moved alone',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-test-in-sources',
    comment: 'a test is not there when the command runs',
    severity: 'error',
    from: { pathNot: ['^test/', test] },
    to: { path: ['^test/', test] },
  },
  {
    name: 'no-undeclared-package',
    comment:
      "what a package uses stands in its own package.json; the root's tools are not there when it runs",
    severity: 'error',
    from: { path: '^packages/[^/]+/src/', pathNot: test },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-dev-package',
    comment:
      'core and engine use at run time only what they declare as dependencies; types may be for development',
    severity: 'error',
    from: { path: '^packages/(?:core|engine)/src/', pathNot: test },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-unresolvable',
    comment: 'an import that leads nowhere hides from every other rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];
