import type { CheckReport, ExplainReport, Outline } from '@roadmap-as-code/engine';

/** What a report is written from. */
export interface Subject {
  readonly report: CheckReport;
  readonly outline: Outline;
  readonly rules: ExplainReport['rules'];
  /** Of this tool. */
  readonly version: string;
}
