// Runs dependency-cruiser over one tree.
import { cruise } from 'dependency-cruiser';
import { forbidden } from './rules.js';

/**
 * @typedef {object} Violation
 * @property {string} rule
 * @property {string} from path relative to the tree
 * @property {string} to
 */

/**
 * @param {string} baseDir
 * @param {string[]} folders that are read, relative to it
 * @returns {Promise<{modules: string[], violations: Violation[]}>} modules: paths relative to the tree
 */
export async function cruiseImports(baseDir, folders) {
  const { output } = await cruise(folders, {
    baseDir,
    validate: true,
    ruleSet: { forbidden },
    // Type-only imports are arrows, too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/(?:dist|node_modules)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['roadmap-source', 'import', 'node', 'types', 'default'],
    },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a report, not a result');
  const { modules, summary } = output;
  return {
    modules: modules.map(({ source }) => source),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
