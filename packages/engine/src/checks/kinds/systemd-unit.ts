import { cutText } from '@roadmap-as-code/core';
import type { Check } from '@roadmap-as-code/core/checks';
import { type CheckKind, unknown } from '../check-kind.ts';
import { findProgram } from '../programs/find-program.ts';
import { type ProgramEnd, runProgram } from '../programs/run-program.ts';
import { showLastLines } from '../programs/show-output.ts';

type SystemdUnitCheck = Extract<Check, { kind: 'systemd-unit' }>;

/** Seconds. */
const LIMIT = 30;
/** What ssh and systemctl need to find keys, hosts and the bus. */
const ENVIRONMENT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
];
/** As the schema has them: ssh gives its arguments to a shell on the other side, and the config may not reach into it. */
const UNIT = /^[A-Za-z0-9_@:.][A-Za-z0-9_@:.-]{0,254}$/;
const HOST = /^(?:[A-Za-z_][A-Za-z0-9_.-]*@)?[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** What ssh itself ends with (ssh(1), EXIT STATUS), and a shell where there is no such program. */
const SSH_FAILED = 255;
const NO_PROGRAM = 127;
const AFTER = 5000;

/** What the config has run for a unit. */
function listArguments({ unit, host }: Pick<SystemdUnitCheck, 'unit' | 'host'>): string[] {
  const show = ['systemctl', 'show', '--no-pager', '--property=LoadState,ActiveState,SubState', '--', unit];
  return host === undefined
    ? show
    : ['ssh', '-o', 'BatchMode=yes', '-o', 'ClearAllForwardings=yes', '--', host, ...show];
}

/** A unit of systemd, here or on another host. */
export const systemdUnit: CheckKind<'systemd-unit'> = {
  kind: 'systemd-unit',
  needs: ({ host }) => (host === undefined ? ['trust'] : ['trust', 'network']),
  describe: ({ unit, host }) => (host === undefined ? unit : `${unit} on ${host}`),
  program: (check) => ({
    argv: listArguments(check),
    folder: '.',
    environment: ENVIRONMENT.filter((name) => !['PATH', 'HOME', 'TMPDIR'].includes(name)),
    host: check.host ?? null,
    timeout: LIMIT,
  }),
  limit: () => LIMIT * 1000 + AFTER,
  run: async (check, { repository: { root }, signal }) => {
    const { unit, host } = check;
    if (!UNIT.test(unit) || (host !== undefined && !HOST.test(host)))
      return unknown('the name of the unit or the host can not be one', 'Correct `unit` and `host`.');
    const [name = '', ...args] = listArguments(check);
    const environment = Object.fromEntries(
      ENVIRONMENT.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
    );
    const program = await findProgram(name, root, environment['PATH'] ?? '');
    if (program.kind === 'refused')
      return unknown(
        program.message,
        host === undefined ? 'Ask where the unit runs: `host`.' : 'Install ssh.',
      );
    const options = {
      folder: root,
      environment: { ...environment, LC_ALL: 'C' },
      limit: LIMIT * 1000,
      signal,
    };
    return judge(check, await runProgram(program.path, args, options));
  },
};

async function judge(check: SystemdUnitCheck, end: ProgramEnd): ReturnType<typeof systemdUnit.run> {
  const name = systemdUnit.describe(check);
  const place = `systemctl show ${name}`;
  if (end.kind === 'late' || end.kind === 'stopped')
    return unknown(`${name} gave no answer in time`, 'See whether it can be reached.');
  const said = (await showLastLines(end.stderr.last, [])).at(-1) ?? `it ended with ${end.code ?? end.why}`;
  const seen = [{ place, found: said }];
  if (end.kind === 'unstarted' || (check.host !== undefined && end.code === SSH_FAILED))
    return unknown(`${check.host ?? 'systemctl'} can't be asked: ${said}`, 'Try it by hand.', seen);
  const states = new Map(
    [...end.stdout.first.matchAll(/^(?<key>[A-Za-z]+)=(?<value>.*)$/gm)].map(({ groups }) => [
      groups?.['key'],
      groups?.['value'],
    ]),
  );
  const [load, active, sub] = ['LoadState', 'ActiveState', 'SubState'].map((key) =>
    cutText(states.get(key) ?? '', LONGEST),
  );
  if (end.code === NO_PROGRAM)
    return unknown(`there is no systemctl on ${check.host ?? 'this machine'}`, 'Ask another host.', seen);
  if (end.code !== 0 || !active)
    return unknown(`systemctl does not say how ${name} is: ${said}`, 'Try it by hand.', seen);
  const found = [{ place, found: `ActiveState=${active} SubState=${sub} LoadState=${load}` }];
  if (load === 'not-found')
    return {
      verdict: 'fail',
      message: `there is no unit ${name}`,
      help: 'Install it, or correct `unit`.',
      seen: found,
    };
  const { state = 'active' } = check;
  const wanted = check.sub ?? (state === 'active' ? 'running' : null);
  return active === state && (wanted === null || sub === wanted)
    ? { verdict: 'pass', message: `${name} is ${active} (${sub})`, help: null, seen: found }
    : {
        verdict: 'fail',
        message: `${name} is ${active} (${sub}), not ${state}${wanted === null ? '' : ` (${wanted})`}`,
        help: `See \`systemctl status ${check.unit}\`${check.host === undefined ? '' : ` on ${check.host}`}.`,
        seen: found,
      };
}

const LONGEST = 60;
