import {
  type Holder,
  type HoldsOfTasks,
  joinClaims,
  listHolds,
  listTasks,
  type NextReport,
  type RemoteClaim,
  type RemoteClaims,
  showRemote,
} from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { readClaims, refOfTask } from './claim-refs.ts';
import { openRemotes, type RemoteChoice } from './find-remote.ts';
import { readHolds } from './hold-file.ts';

/** Who asks for holds, when, and where. */
export interface Asking {
  /** Null where it is nobody in particular. */
  readonly holder: Holder | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly remote: RemoteChoice;
}

export interface SeenHolds {
  readonly roadmaps: readonly (LoadedRoadmap & { readonly holds: HoldsOfTasks })[];
  /** The remotes that were asked, and why those gave no answer that gave none. */
  readonly remotes: NextReport['remotes'];
}

/** Who has claimed what in some roadmaps, in this clone and on their remotes, each of which is asked once. */
export async function seeHolds(
  repository: Repository | null,
  roadmaps: readonly LoadedRoadmap[],
  { holder, now, remote: choice }: Asking,
): Promise<SeenHolds> {
  const holds = repository === null ? [] : await readHolds(repository.commonDir);
  const moment = new Date(now).toISOString();
  const asked = repository === null ? [] : await askRemotes(repository, roadmaps, choice);
  return {
    roadmaps: roadmaps.map((roadmap) => {
      const seen = asked.find((one) => one.roadmaps.includes(roadmap))?.see(roadmap) ?? null;
      return {
        ...roadmap,
        holds: joinClaims(listHolds(holds, roadmap.graph.path, moment), seen, holder, moment),
      };
    }),
    remotes: asked.map(({ remote, reason }) => ({ remote: showRemote(remote), reason })),
  };
}

/** A remote that was asked for the claims of some roadmaps. */
interface Asked {
  readonly remote: string;
  readonly roadmaps: readonly LoadedRoadmap[];
  readonly reason: string | null;
  /** Null where it gave no answer. */
  see(roadmap: LoadedRoadmap): RemoteClaims | null;
}

async function askRemotes(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
  choice: RemoteChoice,
): Promise<Asked[]> {
  const groups = new Map<string, LoadedRoadmap[]>();
  const unknown = new Map<string, Asked>();
  const findRemote = openRemotes(repository, choice);
  for (const roadmap of roadmaps) {
    try {
      const remote = await findRemote(roadmap);
      if (remote !== null) groups.set(remote, [...(groups.get(remote) ?? []), roadmap]);
    } catch (error) {
      // What a config names is as good as a remote that does not answer.
      if (!(error instanceof InputError) || choice.kind === 'named') throw error;
      const remote = roadmap.config?.claims ?? '';
      unknown.set(remote, { remote, roadmaps: [], reason: error.message, see: () => null });
    }
  }
  const asked = [...groups].map(([remote, own]) => askRemote(repository.root, remote, own));
  return [...(await Promise.all(asked)), ...unknown.values()];
}

async function askRemote(root: string, remote: string, roadmaps: readonly LoadedRoadmap[]): Promise<Asked> {
  const tasks = roadmaps.flatMap(({ graph }) =>
    listTasks(graph).map(({ id }) => ({ file: graph.path, task: id })),
  );
  const seen = await readClaims(root, remote, tasks);
  if (seen.kind === 'trouble') return { remote, roadmaps, reason: seen.reason, see: () => null };
  return {
    remote,
    roadmaps,
    reason: null,
    see: ({ graph }) => ({
      remote,
      claims: new Map(
        listTasks(graph).flatMap(({ id }): [string, RemoteClaim][] => {
          const claim = seen.value.get(refOfTask({ file: graph.path, task: id }));
          return claim === undefined ? [] : [[id, claim]];
        }),
      ),
    }),
  };
}
