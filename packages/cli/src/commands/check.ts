import {
  type CheckedChange,
  type CheckReport,
  explainRules,
  hideSecrets,
  InputError,
  type Outline,
  openGate,
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
  options: CheckOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const { format } = options;
  const { report, outline } = await judge(files, options, cwd);
  return {
    lines: reportCheck(report, (file, task) => outline.get(file)?.get(task)?.title ?? null),
    json: report,
    ...(format === 'text' || format === 'json' ? {} : { text: await renderReport(format, report, outline) }),
    exitCode: decideExit(report),
  };
}

async function judge(
  files: readonly string[],
  { staged, range }: CheckOptions,
  cwd: string,
): Promise<CheckedChange> {
  if (staged !== true && range === undefined) {
    const session = await openSession(cwd);
    const { report, roadmaps } = await session.check(files);
    return hideSecrets({ report, outline: outlineTasks(roadmaps) }, roadmaps);
  }
  if (files.length > 0)
    throw new InputError(
      `${files[0]}: a change is judged whole`,
      'Name no file beside --staged and --range: every roadmap that is changed is judged.',
    );
  const gate = await openGate(cwd);
  return range === undefined ? gate.checkStaged() : gate.checkRange(range);
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
