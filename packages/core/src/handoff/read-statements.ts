import type { HandoffRun } from '../generated/handoff.types.ts';

type Json = Readonly<Record<string, unknown>>;

/** Lines of a note that are looked at, and runs of a statement. */
const MOST = 1000;

/**
 * What ran at a commit, by the lines of its note: in-toto statements (https://in-toto.io/Statement/v1) of test results, one
 * in each line. Anybody who may push can write there, so a line that is none, or that is about another commit, is let be. Of
 * several about the same, the last one counts.
 * @param commit full hash of the commit that the note is on
 */
export function readStatements(note: string, commit: string): HandoffRun[] {
  const runs = new Map<string, HandoffRun>();
  for (const line of note.split('\n').slice(0, MOST))
    for (const run of readStatement(line, commit)) {
      const key = JSON.stringify([run.task, run.name]);
      runs.delete(key);
      runs.set(key, run);
    }
  return [...runs.values()];
}

function readStatement(line: string, commit: string): HandoffRun[] {
  const statement = parseObject(line);
  if (statement === null || !/^https:\/\/in-toto\.io\/Statement\//.test(String(statement['_type'])))
    return [];
  const subjects = listObjects(statement['subject']);
  if (!subjects.some(({ digest }) => asObject(digest)?.['gitCommit'] === commit)) return [];
  const predicate = asObject(statement['predicate']);
  const details = asObject(predicate?.['roadmap']);
  const check = asText(details?.['check']);
  if (predicate === null || check === null) return [];
  const known = { task: asText(details?.['task']), commit, finished: asText(details?.['finishedOn']) };
  const passed = readResult(predicate['result'], 'PASSED', 'FAILED');
  const runs = listObjects(details?.['runs']).slice(0, MOST);
  if (runs.length === 0) return [{ ...known, name: check, exitCode: null, passed }];
  return runs.map((run) => {
    const { exitCode } = run;
    const name = asText(run['name']);
    return {
      ...known,
      name: name === null || name === check ? check : `${check}: ${name}`,
      exitCode: typeof exitCode === 'number' && Number.isInteger(exitCode) ? exitCode : null,
      passed: readResult(run['verdict'], 'pass', 'fail'),
    };
  });
}

function readResult(value: unknown, good: string, bad: string): boolean | null {
  return value === good ? true : value === bad ? false : null;
}

function parseObject(line: string): Json | null {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function listObjects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== null) : [];
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
