import { countOf } from '../message/words.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import { decode } from '../transition/lines.ts';
import type { DamageFinder } from './damage.ts';

/** A text that says another number of phases than the file has (the rule phase-count-mismatch). */
export const phaseCount: DamageFinder = {
  kind: 'phase-count',
  find: ({ graph, source }) => {
    const said = graph.phaseCount;
    if (said === null) return [];
    const phases = graph.phases.filter(({ derived }) => !derived);
    const work = phases.filter(({ kind }) => kind === 'work').length;
    if (said.count >= work && said.count <= phases.length) return [];
    const text = decode(source.bytes, said.span.start, said.span.end);
    const place = /(?<=: *)\d{1,6}(?!\d)/.exec(text);
    const damage = {
      line: said.line,
      task: null,
      message: `the text says ${countOf(said.count, 'phase')}, and the file has ${work}`,
    };
    if (place === null || Number(place[0]) !== said.count || work === 0)
      return [{ ...damage, repair: null, edits: [] }];
    const start = said.span.start + new TextEncoder().encode(text.slice(0, place.index)).length;
    const edit = { start, end: start + place[0].length, text: `${work}` };
    return [{ ...damage, repair: `write ${work}`, edits: [edit] }];
  },
  picture: (graph) => pictureOf({ ...graph, phaseCount: null }),
};
