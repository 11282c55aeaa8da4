/** @type {import('jest').Config} */
// A default export is what jest reads.
export default {
  // `*.long.test.ts` runs only by `npm run test:long`, which passes a testMatch of its own.
  testMatch: ['<rootDir>/packages/*/src/**/!(*.long).test.ts', '<rootDir>/test/**/!(*.long).test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Tests read the sources of the other packages, so that they need no build.
  testEnvironmentOptions: { customExportConditions: ['roadmap-source', 'node', 'node-addons'] },
  transform: { '\\.ts$': '<rootDir>/scripts/jest/esbuild-transform.js' },
  setupFiles: ['<rootDir>/scripts/jest/share-error-realm.js'],
  reporters: ['default', '<rootDir>/scripts/jest/count-reporter.js'],
  // v8 coverage is three times slower and reports lines that never ran.
  coverageProvider: 'babel',
  collectCoverageFrom: ['packages/*/src/**/*.ts', '!**/generated/**', '!**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/', '<rootDir>/.types/'],
  maxWorkers: 2,
};
