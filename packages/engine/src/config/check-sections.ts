import type { RoadmapConfig } from '@roadmap-as-code/core';
import { planSections, sameTitle } from '@roadmap-as-code/core/handoff';

type Fail = (keys: string[], message: string, help: string) => never;

/** What the schema can't say of the sections of a handoff: each is there once, under a heading of its own. */
export function checkSections({ handoff }: RoadmapConfig, fail: Fail): void {
  const sections = planSections(handoff);
  for (const [at, { section, title }] of (handoff === undefined ? [] : sections).entries()) {
    const before = sections.slice(0, at);
    if (section !== 'own' && before.some((one) => one.section === section))
      fail(['handoff', `${at}`, 'section'], `${section} is named twice`, 'Keep one of the two entries.');
    if (/[\r\n]/.test(title) || !/[\p{L}\p{N}]/u.test(title))
      fail(['handoff', `${at}`, 'title'], 'it is no heading', 'Write it in one line, in words.');
    if (before.some((one) => sameTitle(one.title, title)))
      fail(
        ['handoff', `${at}`],
        `two sections are called ${JSON.stringify(title)}`,
        'Give one another title.',
      );
  }
}
