import { join } from 'node:path';
import type { AdoptRefusal, Config } from '@roadmap-as-code/core';
import { addEntries, writeAdoptedEntry, writeSince } from '@roadmap-as-code/core/adopt';
import { wrapEntries, writeEntry } from '@roadmap-as-code/core/template';
import { configName } from '../config/names.ts';
import { parseTrusted } from '../config/parse-config.ts';
import { findEntry } from '../config/roadmap-entries.ts';
import { createFile } from '../files/create-file.ts';
import { readInside } from '../files/read-file.ts';
import type { Repository } from '../git/find-repository.ts';
import { listOthers } from '../init/init-roadmap.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { replaceFile } from '../transition/replace-file.ts';
import { asAdopted } from './adopted-files.ts';

/** A config that names some roadmaps. */
export type ProposedConfig =
  /** With the lines that the entries lack. */
  | { readonly kind: 'names-it'; readonly lines: readonly string[] }
  | { readonly kind: 'refused'; readonly lines: readonly string[]; readonly refusal: AdoptRefusal }
  | {
      readonly kind: 'proposed';
      /** Of a new config, all of it; of one that is there, those that are added. */
      readonly lines: readonly string[];
      /** Null where there is none yet. */
      readonly before: Uint8Array | null;
      readonly content: Uint8Array;
    };

/**
 * What roadmap.yaml would be with entries for roadmaps; it was held to everything that a config is held to.
 * @param since full hash of the last commit; null where there is none
 */
export async function proposeConfig(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
  since: string | null,
): Promise<ProposedConfig> {
  const unnamed = roadmaps.filter(({ graph }) => findEntry(config, graph.path) === null);
  if (unnamed.length === 0) {
    const isBased = roadmaps.every((roadmap) => roadmap.config?.since !== undefined);
    return { kind: 'names-it', lines: isBased || since === null ? [] : [writeSince(since)] };
  }
  const paths = unnamed.map(({ graph }) => graph.path);
  const others = config?.roadmaps === undefined ? await listOthers(repository, paths) : [];
  const entries = [
    ...others.flatMap((path) => writeEntry({ path, isNew: false })),
    ...unnamed.flatMap((roadmap) => writeAdoptedEntry(asAdopted(roadmap), since)),
  ];
  const before = config === null ? null : await readInside(repository.root, configName);
  const written = before === null ? wrapEntries(entries) : addEntries(decoder.decode(before), entries);
  const lines = before === null ? wrapEntries(entries).trimEnd().split('\n') : entries;
  if (written === null) return { kind: 'refused', lines, refusal: OTHERWISE };
  const content = new TextEncoder().encode(written);
  try {
    await parseTrusted(content);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, help } = error;
    return { kind: 'refused', lines, refusal: { message: `it would not be valid: ${message}`, help } };
  }
  return { kind: 'proposed', lines, before, content };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const OTHERWISE: AdoptRefusal = {
  message: `${configName}: its roadmaps are not a list of one entry under the other, so no lines can be put in`,
  help: 'Add the lines yourself, under `roadmaps:`.',
};

/** Writes it; null where that was done, else why not. The caller holds the lock of the repository. */
export async function writeProposed(
  root: string,
  { before, content }: Extract<ProposedConfig, { kind: 'proposed' }>,
): Promise<AdoptRefusal | null> {
  try {
    if (before === null) await createFile(join(root, configName), configName, content);
    else await replaceFile(root, configName, before, content);
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { message: error.message, help: error.help };
  }
}
