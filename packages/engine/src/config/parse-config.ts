import type { Config } from '@roadmap-as-code/core';
import { parseTrustedYaml, parseYamlConfig } from './parse-yaml-config.ts';
import { readPlainConfig } from './read-plain-config.ts';

/** The same with the patterns of own dialects looked at, before any of them meets a text. */
export async function parseTrusted(bytes: Uint8Array): Promise<Config> {
  return readPlainConfig(bytes) ?? (await parseTrustedYaml(bytes));
}

/** Validates the bytes of a config, but for what its patterns may cost. Throws an InputError with the line of what is wrong. */
export function parseConfig(bytes: Uint8Array): Config {
  return readPlainConfig(bytes) ?? parseYamlConfig(bytes);
}
