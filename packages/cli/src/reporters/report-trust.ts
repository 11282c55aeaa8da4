import type { TrustedProgram, TrustedToken, TrustReport } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

/** Each program that would run and each token that would be sent, then whether they may. */
export function reportTrust(report: TrustReport): Line[] {
  const { programs, tokens, digest } = report;
  return [
    ...(programs.length === 0 ? [] : [['roadmap.yaml has run:'] satisfies Line]),
    ...programs.flatMap((program) => [[], ...reportProgram(program)]),
    ...tokens.flatMap((token) => [[], ...reportToken(token)]),
    ...(report.by === 'nothing' ? [] : [[], [styled('dim', `digest ${digest}`)] satisfies Line]),
    ...sayTrust(report),
  ];
}

function reportProgram({ kind, behind, argv, folder, environment, host, timeout }: TrustedProgram): Line[] {
  const rows: [string, string][] = [
    ['folder', folder],
    ['environment', environment.length === 0 ? 'PATH, HOME, LANG and TMPDIR alone' : environment.join(', ')],
    ...(host === null ? [] : [['host', host] satisfies [string, string]]),
    ['ended after', `${timeout} s`],
    ['for', behind.join('; ')],
  ];
  return [
    [styled('bold', argv.map(quote).join(' ')), styled('dim', `  ${kind}`)],
    ...rows.map(([name, value]): Line => ['  ', styled('dim', name.padEnd(WIDTH)), value]),
  ];
}

function reportToken({ variable, host, behind }: TrustedToken): Line[] {
  return [
    [styled('bold', variable), ' is sent to ', styled('bold', host)],
    ['  ', styled('dim', 'for'.padEnd(WIDTH)), behind.join('; ')],
  ];
}

const WIDTH = 13;

/** An argument so that nobody takes one for two: plain words as they are, all others in quotes, as JSON has them. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

function sayTrust({ outcome, trusted, by, digest }: TrustReport): Line[] {
  if (outcome === 'revoked' && !trusted) return [['it is not trusted here any more']];
  if (by === 'nothing')
    return [['roadmap.yaml has no program run and no token sent: there is nothing to trust']];
  if (by === 'environment') return [[styled('green', 'trusted'), ' by ROADMAP_TRUST']];
  if (trusted) return [[styled('green', 'trusted'), ' in this clone, until it changes']];
  return [
    [styled('yellow', 'not trusted'), ': none of it runs, and no token is sent'],
    [styled('dim', `  → If you trust it: \`roadmap trust --yes\`; in CI: ROADMAP_TRUST=${digest}`)],
  ];
}
