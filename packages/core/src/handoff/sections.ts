import type { HandoffSectionSetting } from '../generated/config.types.ts';
import type { HandoffSection, HandoffSectionName } from '../generated/handoff.types.ts';

type KnownSection = Exclude<HandoffSectionName, 'own'>;

interface SectionForm {
  readonly title: string;
  /** What a person is to say there. */
  readonly text: string;
  /** Other headings that people write over it; also the names of sections and fields of a roadmap that say it. */
  readonly names: RegExp;
}

/** The sections that roadmap knows, in the order that they have without a template. */
const FORMS: Readonly<Record<KnownSection, SectionForm>> = {
  story: {
    title: 'Product story',
    text: 'Who gets what from this, and why it matters to them.',
    names: /^(?:product |user )?story$/,
  },
  changes: {
    title: 'What changed',
    text: 'What is different now.',
    names: /^(?:what(?: was| is| has)? changed|(?:summary of )?changes)$/,
  },
  why: {
    title: 'Why it changed',
    text: 'What was wrong or missing, and why this is the answer.',
    names: /^(?:why(?: (?:it|this)(?: was| is| has)? changed)?|motivation|rationale|background)$/,
  },
  files: {
    title: 'Files touched',
    text: 'Which files this touches.',
    names: /^files(?: (?:touched|changed))?$/,
  },
  evidence: {
    title: 'Evidence',
    text: 'What shows that the work was done.',
    names: /^(?:runtime )?evidence$/,
  },
  blockers: {
    title: 'Blockers and partial work',
    text: 'What is blocked, failed or done in part, and why.',
    names:
      /^(?:known (?:constraints|issues|limitations)|blockers(?: and partials?(?: work)?)?|partial work)$/,
  },
  deviations: {
    title: 'Deviations',
    text: 'What went otherwise than planned, or that nothing did.',
    names: /^(?:deviations|surprises)(?: .*)?$/,
  },
  'out-of-scope': {
    title: 'Out of scope',
    text: 'What this leaves alone on purpose.',
    names: /^(?:explicit(?:ly)? )?(?:out of scope|non goals)$/,
  },
  decision: {
    title: 'Requested decision',
    text: 'What the reviewer is asked to decide.',
    names: /^(?:requested decision|decision(?: requested| needed)?)$/,
  },
  'merge-blockers': {
    title: 'Merge blockers',
    text: 'What must not be so when this is merged.',
    names: /^merge blockers$/,
  },
  sources: {
    title: 'Sources read',
    text: 'Which documents and commits this is made from.',
    names: /^(?:spec |relevant )?sources(?: read)?$/,
  },
  'test-plan': {
    title: 'Test plan',
    text: 'Which commands were run, and what came back.',
    names: /^(?:test plan|tests(?: run)?|how (?:it|this) was tested)$/,
  },
};

const ORDER = Object.keys(FORMS) as KnownSection[];

/** The sections of a handoff in their order: those of the template, with the titles that it gives them. */
export function planSections(template: readonly HandoffSectionSetting[] | undefined): HandoffSection[] {
  const settings = template ?? ORDER.map((section): HandoffSectionSetting => ({ section }));
  return settings.map(({ section, title, text }) => {
    const form = section === 'own' ? null : FORMS[section];
    return { section, title: title ?? form?.title ?? '', text: text ?? form?.text ?? '' };
  });
}

/** Whether a heading, or the name of a field, is one that people write over a section. */
export function isCalled(name: string, section: HandoffSectionName): boolean {
  return section !== 'own' && FORMS[section].names.test(normalizeTitle(name));
}

/** Whether a reader takes two headings for one. */
export function sameTitle(one: string, other: string): boolean {
  return normalizeTitle(one) === normalizeTitle(other);
}

/** A heading without case, marks, emoji and what leads or ends it, so that two that a reader takes for one are equal. */
function normalizeTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/\u200b|\ufe0f/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word, at) => word !== '' && !(at === 0 && /^\d+$/.test(word)))
    .join(' ');
}
