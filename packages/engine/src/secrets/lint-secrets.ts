import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { isPlaceholderWord, isRealValue } from './is-real-value.ts';
import type { TextSecret } from './own-patterns.ts';

/**
 * What secretlint's recommended rules find in a text. They are run here and not by its core, which takes four times as
 * long to load, keeps marks of each run whose cost grows with the square of their number, and can be made to print
 * what it reads by a variable of the environment.
 */
export async function lintSecrets(text: string): Promise<TextSecret[]> {
  const used = (rules as readonly Rule[]).filter(({ meta }) => !LEFT_OUT.includes(meta.id));
  const found = await Promise.all(used.map((rule) => runRule(rule, text)));
  return found.flat();
}

/** The part of a rule of secretlint 12 that is used here (@secretlint/types, SecretLintRuleCreator). */
interface Rule {
  readonly meta: { readonly id: string };
  create(context: RuleContext, options: object): { file(source: RuleSource): void | Promise<void> };
}

interface RuleContext {
  readonly sharedOptions: object;
  readonly locale: string;
  createTranslator(): (messageId: string) => { readonly messageId: string };
  report(found: { readonly message: { readonly messageId: string }; readonly range: Range }): void;
  ignore(): void;
}

interface RuleSource {
  readonly content: string;
  readonly filePath: string;
  readonly ext: string;
  readonly contentType: 'text';
}

type Range = readonly [start: number, end: number];

async function runRule(rule: Rule, text: string): Promise<TextSecret[]> {
  const name = rule.meta.id.slice(PREFIX.length);
  const found: TextSecret[] = [];
  const context: RuleContext = {
    sharedOptions: {},
    locale: 'en',
    createTranslator: () => (messageId) => ({ messageId }),
    report: ({ message: { messageId }, range: [start, end] }) => {
      if (isPlaceholder(messageId, text.slice(start, end))) return;
      found.push({ kind: KINDS[name] ?? `${name} secret`, start, end });
    },
    ignore: () => undefined,
  };
  await rule
    .create(context, {})
    .file({ content: text, filePath: 'ROADMAP.md', ext: '.md', contentType: 'text' });
  return found;
}

const PREFIX = '@secretlint/secretlint-rule-';

/** Comments that switch rules off and need no reason, and key files, which a roadmap is none of. */
const LEFT_OUT: readonly string[] = [`${PREFIX}filter-comments`, `${PREFIX}gcp`];

/** Whether what was found has a value that stands for another, as in `_authToken=<token>` or `https://user:pass@host`. */
function isPlaceholder(messageId: string, found: string): boolean {
  if (messageId === 'Npmrc_authToken') return !isRealValue(found.replace(/^_authToken=/, ''));
  const password = /:\/\/[^\s/@:]*:(?<password>[^\s/@]*)@/.exec(found)?.groups?.['password'];
  return password !== undefined && (BRACKETED.test(password) || isPlaceholderWord(password));
}

/** `[password]`, `<password>`, `{password}`, `${PASSWORD}`. */
const BRACKETED = /^(?:\[.*\]|<.*>|\$?\{.*\})$/;

const KINDS: Readonly<Record<string, string>> = {
  '1password': '1Password token',
  anthropic: 'Anthropic API key',
  aws: 'AWS secret access key',
  basicauth: 'password in an address',
  'database-connection-string': 'password in an address',
  databricks: 'Databricks token',
  docker: 'Docker token',
  figma: 'Figma token',
  github: 'GitHub token',
  gitlab: 'GitLab token',
  grafana: 'Grafana token',
  groq: 'Groq API key',
  'hashicorp-vault': 'Vault token',
  huggingface: 'Hugging Face token',
  linear: 'Linear API key',
  notion: 'Notion token',
  npm: 'npm token',
  openai: 'OpenAI API key',
  privatekey: 'private key',
  sendgrid: 'SendGrid API key',
  shopify: 'Shopify token',
  slack: 'Slack token',
  vercel: 'Vercel token',
};
