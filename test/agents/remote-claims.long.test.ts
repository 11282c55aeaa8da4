import { test } from '@jest/globals';
import { serveGit } from '../gate/serve-git.ts';
import { makeFolder } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import { holdRace, makeMeeting } from './remote-claims.ts';

test('of 50 claimants over HTTP, one holds the task', async () => {
  const folder = makeFolder('server');
  const server = await serveGit(folder);
  try {
    const meeting = makeMeeting(10, undefined, folder);
    for (const clone of meeting.clones)
      runGit(clone, 'remote', 'set-url', 'origin', `${server.url}/meeting.git`);
    await holdRace(meeting, 50);
  } finally {
    await server.close();
  }
});
