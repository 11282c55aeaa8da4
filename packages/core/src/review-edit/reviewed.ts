import type { Field, ReviewItem, Roadmap } from '../generated/roadmap.types.ts';
import { isPlaceholder } from '../parse/placeholder.ts';

/** Name of the field that says who answered a review item, when, and for which commit. */
export const reviewedField = 'Reviewed';

/** What it says of an item that its checks answered. */
export const itsChecks = 'its checks';

/** The value of that field, in one line. */
export function writeReviewed(by: string, date: string, commit: string): string {
  return `${by}, ${date}, at ${commit}`;
}

const AT = /\bat `?(?<commit>[0-9a-f]{7,64})`?\)?\s*$/i;

/** The commit that a value names at its end, as it is written; null where it names none. */
export function readReviewedCommit(value: string): string | null {
  return AT.exec(value)?.groups?.['commit']?.toLowerCase() ?? null;
}

/** Something of a review that holds for a commit. */
export interface ReviewedPart {
  /** R3, or the sign-off. */
  readonly name: string;
  /** As written, in lower case. */
  readonly commit: string;
  readonly field: Field;
}

/** The items and the sign-off that say for which commit they hold. */
export function listReviewed({ review, signOff }: Pick<Roadmap, 'review' | 'signOff'>): ReviewedPart[] {
  const items = review
    .filter(({ state }) => state === 'done')
    .flatMap((item) => item.fields.filter(isReviewed).map((field) => ({ name: item.id, field })));
  const signed = (signOff?.entries ?? []).map((field) => ({ name: 'the sign-off', field }));
  return [...items, ...signed].flatMap(({ name, field }) => {
    const commit = readReviewedCommit(field.value);
    return commit === null ? [] : [{ name, commit, field }];
  });
}

function isReviewed({ name }: Field): boolean {
  return name.toLowerCase() === reviewedField.toLowerCase();
}

/** The field of an item that says who answered it. */
export function findReviewedField({ fields }: Pick<ReviewItem, 'fields'>): Field | null {
  return fields.find(isReviewed) ?? null;
}

/** The line of the sign-off that says who reviewed; null where nobody has filled it in. */
export function findReviewer({ signOff }: Pick<Roadmap, 'signOff'>): Field | null {
  const field = signOff?.entries.find(({ name }) => /review(?:ed|er)|signed/i.test(name));
  return field === undefined || isPlaceholder(field.value) ? null : field;
}
