import type { HandoffSection } from '../generated/handoff.types.ts';
import type { WrittenHandoff } from './read-handoff.ts';
import { isCalled, sameTitle } from './sections.ts';

/** A section of the template, and where a handoff has it. */
export interface PlacedSection {
  readonly section: HandoffSection;
  /** The headings from `first` up to `end` are its own and those within it. */
  readonly first: number;
  readonly end: number;
}

/**
 * Where each section of a template stands: under its title, else under another heading that people write over it. A section
 * that is nowhere is left out.
 */
export function placeSections(
  { headings }: WrittenHandoff,
  sections: readonly HandoffSection[],
): PlacedSection[] {
  const taken = new Map<number, HandoffSection>();
  const take = (section: HandoffSection, isIt: (title: string) => boolean): boolean => {
    const at = headings.findIndex(({ title }, place) => !taken.has(place) && isIt(title));
    if (at !== -1) taken.set(at, section);
    return at !== -1;
  };
  const left = sections.filter((section) => !take(section, (title) => sameTitle(title, section.title)));
  for (const section of left) take(section, (title) => isCalled(title, section.section));
  return [...taken].map(([first, section]) => {
    const depth = headings[first]?.depth ?? 0;
    const end = headings.findIndex((one, at) => at > first && (taken.has(at) || one.depth <= depth));
    return { section, first, end: end === -1 ? headings.length : end };
  });
}
