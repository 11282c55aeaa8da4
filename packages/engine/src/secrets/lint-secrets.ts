import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { isRealValue } from './is-real-value.ts';
import type { TextSecret } from './own-patterns.ts';

/** What secretlint's recommended rules find in a text. It takes 20 to 30 ms to load, so this is imported when it is needed. */
export async function lintSecrets(text: string): Promise<TextSecret[]> {
  const { messages } = await lintSource({
    source: { content: text, filePath: 'ROADMAP.md', ext: '.md', contentType: 'text' },
    options: {
      config: {
        rules: rules
          .filter(({ meta }) => !LEFT_OUT.includes(meta.id))
          .map((rule) => ({ id: rule.meta.id, rule })),
      },
      noPhysicFilePath: true,
    },
  });
  return messages
    .filter(
      ({ messageId, range }) =>
        !VALUES.includes(messageId) || isRealValue(text.slice(...range).replace(/^_authToken=/, '')),
    )
    .map(({ ruleId, range: [start, end] }) => ({
      kind: KINDS[nameOf(ruleId)] ?? `${nameOf(ruleId)} secret`,
      start,
      end,
    }));
}

const PREFIX = '@secretlint/secretlint-rule-';

/** Comments that switch its rules off, which need no reason, and key files, which a roadmap is none of. */
const LEFT_OUT: readonly string[] = [`${PREFIX}filter-comments`, `${PREFIX}gcp`];

/** Findings whose value may be a placeholder. */
const VALUES: readonly string[] = ['Npmrc_authToken'];

function nameOf(ruleId: string): string {
  return ruleId.slice(PREFIX.length);
}

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
