import type { Roadmap } from '../generated/roadmap.types.ts';

/** A graph with nothing in it. */
export function emptyGraph(path: string, dialect: string): Roadmap {
  return {
    path,
    dialect,
    title: null,
    frontMatter: null,
    legend: {},
    outcome: null,
    phaseCount: null,
    fields: [],
    phases: [],
    review: [],
    report: null,
    signOff: null,
    changeLog: null,
    links: [],
    anchors: [],
    silences: [],
  };
}
