import { reportGithub } from './report-github.ts';
import { reportJunit } from './report-junit.ts';
import { reportMarkdown } from './report-markdown.ts';
import { reportSarif } from './report-sarif.ts';
import type { Subject } from './subject.ts';

export type Format = 'github' | 'junit' | 'markdown' | 'sarif';

/** A check for a reader other than a person at a terminal. */
export function renderFormat(format: Format, subject: Subject): string {
  return RENDER[format](subject);
}

const RENDER: Readonly<Record<Format, (subject: Subject) => string>> = {
  github: reportGithub,
  junit: reportJunit,
  markdown: reportMarkdown,
  sarif: reportSarif,
};
