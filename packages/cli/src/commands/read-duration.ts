import { InputError } from '@roadmap-as-code/engine';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST = 30 * 86_400_000;

/** Milliseconds of a duration such as `30m`, `4h` or `2d`; of thirty days at most. */
export function readDuration(text: string): number {
  const { number, unit = '' } = /^(?<number>[1-9]\d{0,5})(?<unit>[mhd])$/.exec(text.trim())?.groups ?? {};
  const duration = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (duration <= LONGEST) return duration;
  throw new InputError(
    `--for ${text}: this is no duration`,
    'Give minutes, hours or days, thirty days at most: 30m, 4h, 2d.',
  );
}
