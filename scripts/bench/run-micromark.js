// The least that reading a roadmap can cost: bare micromark with the same extensions.
import { readFileSync } from 'node:fs';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const text = readFileSync(String(process.argv[2]), 'utf8');
micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
