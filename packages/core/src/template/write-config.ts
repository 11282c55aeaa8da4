/** A roadmap that a new config names. */
export interface NamedRoadmap {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  /** Whether it was made from the template; of another, the dialect is left to be detected. */
  readonly isNew: boolean;
}

/** A new roadmap.yaml. What could be set is commented out: an example has no space behind its `#`, as prose has. */
export function writeConfig(roadmaps: readonly NamedRoadmap[]): string {
  return wrapEntries(roadmaps.flatMap((one) => [...writeEntry(one), ...(one.isNew ? EXAMPLES : [])]));
}

/** A new roadmap.yaml with the lines that name its roadmaps. */
export function wrapEntries(lines: readonly string[]): string {
  return [
    '# What roadmap works on, and what it holds that to. See docs/configuration.md of roadmap-as-code.',
    '# A line that begins with # and no space is an example: take the # away, and it holds.',
    'version: 1',
    'roadmaps:',
    ...lines,
    '',
  ].join('\n');
}

/** The lines that name one roadmap under `roadmaps:`. */
export function writeEntry({ path, isNew }: NamedRoadmap): string[] {
  return [`  - path: ${writeScalar(path)}`, ...(isNew ? ['    dialect: execution'] : [])];
}

/** By the key that each is about, so that any one of them can be taken out of its comment. */
const EXAMPLES = [
  '    # What a cited commit must have landed on, by any name that git knows; HEAD without it.',
  '    #target: origin/main',
  '    # phases: a phase begins when those before it are closed; strict: within a phase, too; off.',
  '    #order: strict',
  '    # Tasks that nothing after them may pass until they are done, beside those that say `Gate: yes`.',
  '    #gates: [P1.2]',
  '    # Boxes of your own, and what they mean.',
  '    #states: {"?": blocked}',
  '    # Rules by their ids: error, warning, info or off; `roadmap explain` lists them.',
  '    #rules: {commit-reused: off, no-placeholder: [error, {words: [FILL_THIS_IN]}]}',
  '    # A JSON Schema of your own that the graph of `roadmap export` is held against.',
  '    #schema: team.schema.json',
];

/** Plain where YAML 1.2 (section 7.3.3) takes the path for nothing else; else double-quoted, which JSON is a part of. */
function writeScalar(path: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(path) ? path : JSON.stringify(path);
}
