import type { State } from '../generated/roadmap.types.ts';

/** What people write in the state column of a table or in a legend, at the head of a phrase; the longer ones first where one begins another. */
const PHRASES: readonly (readonly [State, readonly string[]])[] = [
  [
    'todo',
    [
      'not (?:yet )?(?:started|done|begun|implemented|complete[d]?)',
      'to[ -]?do',
      'open',
      'planned',
      'planning',
      'pending',
      'backlog',
      'ready',
      'queued',
      'draft',
      'approved',
      'upcoming',
      'future',
      'next',
      'new',
      'proposed',
      'scheduled',
      'unstarted',
      'not yet',
      'не начат\\p{L}*',
      'запланирован\\p{L}*',
      'ожидает',
      '待办',
      '待启动',
      '未开始',
      '待做',
      'pendiente',
      'por hacer',
      'offen',
      'geplant',
      'à faire',
      'documented',
    ],
  ],
  [
    'doing',
    [
      'in[- ]?progress',
      'doing',
      'active',
      'wip',
      'working',
      'started',
      'ongoing',
      'under ?way',
      '(?:in|under|awaiting|needs) review',
      'review(?:ing)?',
      'competing',
      'in development',
      'in testing',
      'в работе',
      'в процессе',
      '进行中',
      'en curso',
      'en cours',
      'in arbeit',
    ],
  ],
  [
    'done',
    [
      'done',
      'complete[d]?',
      'shipped',
      'merged',
      'closed',
      'fixed',
      'implemented',
      'finished',
      'resolved',
      'released',
      'landed',
      'pass(?:ed)?',
      'verified',
      'success',
      'готов\\p{L}*',
      'сделан\\p{L}*',
      'завершен\\p{L}*',
      'выполнен\\p{L}*',
      '已完成',
      '已落地',
      '完成',
      'terminé\\p{L}*',
      'fait',
      'hecho',
      'completad\\p{L}+',
      'erledigt',
      'fertig',
    ],
  ],
  ['partial', ['partial(?:ly)?', 'partly', 'mostly', 'half', 'частично', '部分\\p{L}*', 'teilweise']],
  [
    'blocked',
    [
      'blocked',
      'on hold',
      'waiting',
      'stuck',
      'cannot proceed',
      'paused',
      'stalled',
      'заблокирован\\p{L}*',
      '阻塞',
      'bloqueado',
      'bloqué',
    ],
  ],
  ['failed', ['fail(?:ed|ing|ure)?', 'broken', '失败', 'не удалось']],
  [
    'dropped',
    [
      'dropped',
      'cancell?ed',
      'skipped',
      'deferred',
      'won.?t (?:do|fix)',
      'wontfix',
      'superseded',
      'obsolete',
      'abandoned',
      'n/a',
      'not applicable',
      'removed',
      'rejected',
      'out of scope',
      'postponed',
      'отменен\\p{L}*',
      'отложен\\p{L}*',
      '取消',
      '已取消',
      'cancelado',
      'abgebrochen',
    ],
  ],
];

/** Taken only where no words say it. */
const EMOJI: readonly (readonly [State, RegExp])[] = [
  ['done', /^[✅✔✓☑🟢]/u],
  ['doing', /^[🚧🔄🟡🔨🏃]/u],
  ['todo', /^[⬜🔵📋⚪☐]/u],
  ['failed', /^[❌✗✘]/u],
  ['blocked', /^(?:🔴|🚫|⛔|🛑)/u],
];

const TICKED = /^[\s*_`]*[✅✔✓☑]/u;
const NEGATED = /^[^\p{L}\p{N}]*(?:not|to ?do|in progress|pending)\b/iu;

const PATTERNS = PHRASES.map(([state, phrases]): readonly [State, RegExp] => [
  state,
  new RegExp(`^(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`, 'iu'),
]);

/** What may stand before the first word. */
const DECORATION = /^[^\p{L}\p{N}]+/u;
const WORDS = /[\p{L}\p{N}]+/gu;

/** The state that a phrase names by its first words; null where it names none. */
export function readWords(text: string): State | null {
  const bare = text.replace(DECORATION, '').replaceAll('_', ' ');
  return PATTERNS.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
}

/** The one state that any words of a phrase name; null where they name none, or several. */
export function readWithin(text: string): State | null {
  const words = [...text.matchAll(WORDS)].map(({ index }) => readWords(text.slice(index)));
  const states = new Set(words.filter((state) => state !== null));
  const [only, ...others] = states;
  return only === undefined || others.length > 0 ? null : only;
}

/** The state that a phrase names by its first words, or else by the emoji before them; null where it names none. */
export function readPhrase(text: string): State | null {
  const found = readWords(text);
  // "✅ Working", "✅ New": the mark says that it is there.
  if ((found === 'todo' || found === 'doing') && TICKED.test(text) && !NEGATED.test(text)) return 'done';
  if (found !== null) return found;
  const mark = text.replace(/^[\s*_`[(]+/u, '');
  return EMOJI.find(([, pattern]) => pattern.test(mark))?.[0] ?? null;
}
