import {
  type CheckReport,
  countTasks,
  type Diagnostic,
  type Fact,
  type Facts,
  findFact,
  isDue,
  type Roadmap,
  reportFact,
  summarize,
  type Task,
} from '@roadmap-as-code/core';

/** A roadmap that was judged. */
export interface Judged {
  readonly graph: Roadmap;
  readonly facts: Facts;
  readonly diagnostics: readonly Diagnostic[];
  /** The tasks whose facts are reported. */
  isReported(task: Task): boolean;
}

/** @param change what was judged, where that is a change and not the roadmaps as they stand */
export function makeReport(judged: readonly Judged[], change: CheckReport['change']): CheckReport {
  const diagnostics = judged.flatMap((one) => one.diagnostics);
  const tasks = countTasks(judged);
  const countSeverity = (severity: string): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  return {
    schemaVersion: 1,
    files: judged.map((one) => {
      const counts = countTasks([one]);
      return { path: one.graph.path, dialect: one.graph.dialect, tasks: counts, summary: summarize(counts) };
    }),
    change,
    diagnostics,
    facts: judged.flatMap(listFacts),
    summary: {
      errors: countSeverity('error'),
      warnings: countSeverity('warning'),
      infos: countSeverity('info'),
      tasks,
      text: summarize(tasks),
    },
  };
}

/** Every claim that was looked up, with what was found. */
function listFacts({ graph, facts, isReported }: Judged): Fact[] {
  const reported: Fact[] = [];
  const report = ({ id, claims }: Pick<Task, 'id' | 'claims'>, due: boolean): void => {
    for (const claim of claims) {
      const found = findFact(claim, facts);
      if (found !== null)
        reported.push(reportFact(claim, found, { file: graph.path, task: id, due, target: facts.target }));
    }
  };
  for (const phase of graph.phases) {
    if (phase.tasks.some(isReported)) report(phase, true);
    for (const task of phase.tasks) if (isReported(task)) report(task, isDue(task));
  }
  return reported;
}
