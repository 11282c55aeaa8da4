import type { RoadmapConfig } from '@roadmap-as-code/core';

type Fail = (keys: string[], message: string, help: string) => never;

/** Keys of checks that say what a thing is like, and nothing where it is to be gone. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'git-tag': ['equal', 'at'],
  'npm-package': ['equal', 'tarballs'],
};

/** Refuses a check that asks for a thing to be gone and to be something at once. */
export function checkGone({ checks = {} }: RoadmapConfig, fail: Fail): void {
  for (const [name, all] of Object.entries(checks))
    for (const [place, check] of all.entries()) {
      const { kind, exists, ...others } = check as { kind: string; exists?: boolean } & Record<
        string,
        unknown
      >;
      if (exists !== false) continue;
      const key = KEYS[kind]?.find((one) => one in others);
      if (key === undefined) continue;
      fail(
        ['checks', name, `${place}`, key],
        `${key}: what is to be gone has none of it`,
        'Leave it out, or `exists: false`.',
      );
    }
}
