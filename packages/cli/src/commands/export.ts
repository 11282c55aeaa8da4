import { InputError, nameSome, openSession } from '@roadmap-as-code/engine';
import type { Outcome, Surroundings } from './command.ts';

/** `roadmap export [file]`: always JSON. */
export async function exportGraph(files: readonly string[], { cwd }: Surroundings): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const roadmap = roadmaps[0];
  if (roadmap === undefined || roadmaps.length > 1) {
    const paths = nameSome(roadmaps.map(({ graph }) => graph.path));
    throw new InputError(`there are several roadmaps: ${paths}`, 'Name the one to export.');
  }
  return { lines: [], json: session.export(roadmap), exitCode: 0 };
}
