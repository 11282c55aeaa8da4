import { createHash } from 'node:crypto';
import { cutText, nameSome } from '@roadmap-as-code/core';

import { leadsOut } from '../../config/leads-out.ts';
import { findCommit } from '../../git/find-commit.ts';
import { openObjects } from '../../git/object-reader.ts';
import { type CheckKind, unknown } from '../check-kind.ts';
import { holdToSchema } from '../hold-to-schema.ts';

/** In bytes; a longer file is not looked at. */
const LONGEST = 16 * 1024 * 1024;
const LONGEST_SHOWN = 120;

/** A file of the repository as a revision has it, not as the working tree has it. */
export const file: CheckKind<'file'> = {
  kind: 'file',
  needs: [],
  describe: ({ path, at }) => (at === undefined ? path : `${at}:${path}`),
  run: async (check, { repository, commit }) => {
    const { path, at, exists = true } = check;
    if (leadsOut(path)) return unknown(`${path} leads out of the repository`, 'Write a path from its root.');
    const revision = at === undefined ? commit : await findCommit(repository.root, at);
    if (revision === null)
      return unknown(`git knows no ${at ?? ''}`, 'Fetch it, or correct `at`: a branch, a tag or a hash.');
    const objects = openObjects(repository.root, LONGEST);
    const object = await objects.read(`${revision}:${path}`);
    await objects.close();
    const place = `${at ?? revision.slice(0, SHORT)}:${path}`;
    if (object.kind === 'missing') {
      const seen = [{ place, found: 'there is no such file' }];
      return exists
        ? { verdict: 'fail', message: `${place} is not there`, help: 'Commit it, or correct `path`.', seen }
        : { verdict: 'pass', message: `${place} is not there`, help: null, seen };
    }
    if (object.kind !== 'object' || object.type !== 'blob' || object.bytes === null)
      return unknown(`git can't read ${place} as a file`, 'See what `git fsck` says.');
    const sha256 = createHash('sha256').update(object.bytes).digest('hex');
    const seen = [{ place, found: `${object.bytes.length} bytes, sha256 ${sha256}` }];
    if (!exists)
      return { verdict: 'fail', message: `${place} is there`, help: 'Take it out with `git rm`.', seen };
    const faults = await listFaults(check, object.bytes, sha256);
    if (faults === null) return unknown(`${place} can't be read as YAML or JSON`, 'Correct the file.', seen);
    return faults.length === 0
      ? { verdict: 'pass', message: `${place} is as it has to be`, help: null, seen }
      : {
          verdict: 'fail',
          message: `${place}: ${nameSome(faults, MOST_NAMED)}`,
          help: 'Correct the file and commit it.',
          seen,
        };
  },
};

const SHORT = 12;
const MOST_NAMED = 5;

/** What is not as it has to be; null where it can't be held to a schema. */
async function listFaults(
  { matches, lacks, sha256: wanted, schema }: Parameters<typeof file.run>[0],
  bytes: Buffer,
  sha256: string,
): Promise<string[] | null> {
  const text = bytes.toString();
  const quote = (one: string): string => JSON.stringify(cutText(one, LONGEST_SHOWN));
  const list = (one: string | readonly string[] | undefined): readonly string[] =>
    one === undefined ? [] : [one].flat();
  const faults = [
    ...list(matches)
      .filter((one) => !text.includes(one))
      .map((one) => `it lacks ${quote(one)}`),
    ...list(lacks)
      .filter((one) => text.includes(one))
      .map((one) => `it has ${quote(one)}`),
    ...(wanted === undefined || wanted === sha256 ? [] : [`its sha256 is ${sha256}`]),
  ];
  if (schema === undefined) return faults;
  const held = await holdToSchema(text, schema);
  return held === null ? null : [...faults, ...held];
}
