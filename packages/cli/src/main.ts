import type { Outcome } from './commands/command.ts';
import { escapeControls } from './output/styled-text.ts';
import { writeOut } from './output/write-out.ts';
import { makeProgram } from './program.ts';

/** The only place that prints and sets the exit code: 0 clean or done, 1 a finding, 2 it could not run, 3 not known. */
export async function main(): Promise<void> {
  let outcome: Outcome | null = null;
  let json = false;
  try {
    const finish = (result: Outcome, asJson: boolean): void => {
      outcome = result;
      json = asJson;
    };
    const program = makeProgram({ cwd: process.cwd() }, finish, process.argv[2]);
    await program.parseAsync(process.argv);
    if (outcome !== null) await print(outcome, json);
  } catch (error) {
    process.exitCode = explainError(error);
  }
}

async function print({ lines, json, text, exitCode }: Outcome, asJson: boolean): Promise<void> {
  process.exitCode = exitCode;
  const { renderJson, renderLines } = await import('./output/terminal.ts');
  writeOut(text ?? (asJson ? renderJson(json) : renderLines(lines, process.env)));
}

/** Says on stderr why the tool could not run. Help and version, which commander throws as well, are no errors. */
function explainError(error: unknown): 0 | 2 {
  if (isCommanderError(error)) return error.exitCode === 0 ? 0 : 2;
  if (isInputError(error)) {
    process.stderr.write(`roadmap: ${escapeControls(error.message)}\n  → ${escapeControls(error.help)}\n`);
    return 2;
  }
  if (error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd') {
    process.stderr.write(
      'roadmap: the folder that it was started in is gone\n  → Change to one that is there.\n',
    );
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `roadmap: this is a bug of roadmap; please report it:\n${trace.split('\n').map(escapeControls).join('\n')}\n`,
  );
  return 2;
}

/** By its code, so that commander is loaded only when there is a command line to read. */
function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('commander.') &&
    'exitCode' in error
  );
}

/** By name and not by class, so that the engine is loaded only when a command needs it. */
function isInputError(error: unknown): error is Error & { help: string } {
  return error instanceof Error && error.name === 'InputError' && 'help' in error;
}
