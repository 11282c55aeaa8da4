import type { CommitDetails } from '@roadmap-as-code/core';
import type { ObjectReader } from './object-reader.ts';

const AUTHOR = /^author (?<author>.*>) (?<seconds>-?\d+) (?<zone>[+-]\d{4})$/m;
const ENCODING = /^encoding (?<encoding>.+)$/m;

/** Who made a commit, when, and what for; null where git can't read it. */
export async function readCommit(objects: ObjectReader, id: string): Promise<CommitDetails | null> {
  const object = await objects.read(id);
  if (object.kind !== 'object' || object.type !== 'commit' || object.bytes === null) return null;
  // Headers, an empty line, the message (gitformat: "commit" of git-cat-file(1)).
  const end = object.bytes.indexOf('\n\n');
  const head = end === -1 ? object.bytes : object.bytes.subarray(0, end);
  const headers = head.toString('latin1');
  const decoder = findDecoder(ENCODING.exec(headers)?.groups?.['encoding']);
  const message = end === -1 ? '' : decoder.decode(object.bytes.subarray(end + 2));
  const [subject = ''] = message.trimStart().split(/\n\s*\n/, 1);
  const { author = '', seconds, zone } = AUTHOR.exec(decoder.decode(head))?.groups ?? {};
  const date = seconds === undefined ? null : formatDate(Number(seconds), zone ?? '+0000');
  return { commit: object.id, subject: subject.trim().replace(/\s+/g, ' '), author, date };
}

/** A commit without the header is in UTF-8 (git-commit(1), i18n.commitEncoding). */
export function findDecoder(encoding = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder('latin1');
  }
}

/** RFC 3339 with the zone that the author was in; null past what a date can be. */
function formatDate(seconds: number, zone: string): string | null {
  const minutes = Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return null;
  return `${local.toISOString().replace(/\.\d+Z$/, '')}${zone.slice(0, 3)}:${zone.slice(3)}`;
}
