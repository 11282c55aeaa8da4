import {
  type CheckReport,
  explainRules,
  type Outline,
  openSession,
  outlineTasks,
} from '@roadmap-as-code/engine';
import { isUnknown } from '../reporters/is-unknown.ts';
import { reportCheck } from '../reporters/report-check.ts';
import type { CheckOptions } from './check-options.ts';
import type { Outcome, Surroundings } from './command.ts';

declare const ROADMAP_VERSION: string;

/** `roadmap check [file…]` */
export async function check(
  files: readonly string[],
  { format }: CheckOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const report = await session.check(roadmaps);
  const outline = outlineTasks(roadmaps);
  return {
    lines: reportCheck(report, (file, task) => outline.get(file)?.get(task)?.title ?? null),
    json: report,
    ...(format === 'text' || format === 'json' ? {} : { text: await renderReport(format, report, outline) }),
    exitCode: decideExit(report),
  };
}

async function renderReport(
  format: Exclude<CheckOptions['format'], 'text' | 'json'>,
  report: CheckReport,
  outline: Outline,
): Promise<string> {
  const { renderFormat } = await import('../reporters/formats/render-format.ts');
  const { rules } = explainRules(null);
  return renderFormat(format, { report, outline, rules, version: ROADMAP_VERSION });
}

/** 3 where evidence is unknown and nothing worse was found. */
function decideExit({ summary, diagnostics }: CheckReport): 0 | 1 | 3 {
  if (summary.errors > 0) return 1;
  return diagnostics.some(isUnknown) ? 3 : 0;
}
