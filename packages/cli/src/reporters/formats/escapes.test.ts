import { describe, expect, test } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { SaxesParser } from 'saxes';
import { escapeXml } from './report-junit.ts';
import { escapeMarkdown } from './report-markdown.ts';

const HOSTILE = [
  'a | b || c',
  '\\| \\\\| \\',
  '<script>alert(1)</script> <!-- x --> <b onclick="x">',
  '&lt;b&gt; &amp; &#60;img&#62; &copy;',
  '[a](javascript:x) ![i](http://example.org/x.png) <http://example.org> [x]: y',
  'https://example.org/x www.example.org ada@example.org',
  '**b** _i_ ~~s~~ `code` ``` fence',
  '# head - [ ] box 1. one > quote --- ===',
  ']]> <![CDATA[ x ]]> <?xml?> <!DOCTYPE x [<!ENTITY y "z">]> &y;',
  'quotes " and \'',
  'emoji 👩‍👩‍👧 计划 é \u00a0 \ufeff',
  ':smile: $x$ {{ x }} %7B',
];
const CONTROLS = '\u0000\t\n\r\u000b\u001b[31m\u007f\u0085\u2028\u202e';

describe('Markdown', () => {
  test.each(HOSTILE)('%s is shown as it is, in a cell of a table', (text) => {
    const html = micromark(`| a | b |\n| --- | --- |\n| ${escapeMarkdown(text)} | end |\n`, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
      allowDangerousHtml: true,
    });
    const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell);
    expect(cells).toHaveLength(2);
    expect(cells[0]).not.toMatch(/</);
    expect(unescapeHtml(cells[0] ?? '').replaceAll('\u200b', '')).toBe(text);
  });

  test('control characters are spelt out, and make no line of their own', () => {
    expect(escapeMarkdown(CONTROLS)).toMatch(/^[ -~]+$/);
  });

  test('nobody is told, and no issue is linked', () => {
    const shown = (text: string): string => micromark(escapeMarkdown(text));
    expect(shown('@ada @org/team #12 !7 GH-3')).toBe(
      '<p>@\u200bada @\u200borg/team #\u200b12 !\u200b7 GH-\u200b3</p>',
    );
    expect(shown('a # b')).toBe('<p>a # b</p>');
  });
});

describe('XML', () => {
  test.each(HOSTILE)('%s is read back as it is, as text and as an attribute', (text) => {
    expect(readBack(escapeXml(text))).toEqual({ text, attribute: text });
  });

  test('what XML can not hold is spelt out', () => {
    const { text, attribute } = readBack(escapeXml(`${CONTROLS}\ufffe\uffff\ud800 😀`));
    expect(text).toBe('\\x00\\x09\\x0a\\x0d\\x0b\\x1b[31m\\x7f\\x85\\u2028\\u202e\\ufffe\\uffff\\ud800 😀');
    expect(attribute).toBe(text);
  });
});

function readBack(escaped: string): { text: string; attribute: string } {
  const parser = new SaxesParser();
  let text = '';
  let attribute = '';
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('opentag', ({ attributes }) => {
    attribute = attributes['b'] ?? '';
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(`<a b="${escaped}">${escaped}</a>`).close();
  return { text, attribute };
}

function unescapeHtml(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
