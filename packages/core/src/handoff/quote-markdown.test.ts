import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { escapeText, quoteBlocks, quoteCode, quoteLine } from './quote-markdown.ts';

const HOSTILE = [
  'a | b || c',
  '\\| \\\\| \\',
  '<script>alert(1)</script> <!-- x --> <b onclick="x">',
  '&lt;b&gt; &amp; &#60;img&#62; &copy;',
  '[a](javascript:x) ![i](http://example.org/x.png) <http://example.org> [x]: y',
  'https://example.org/x www.example.org ada@example.org mailto:ada@example.org',
  '**b** _i_ ~~s~~ `code` ``` fence',
  '# head - [ ] box 1. one > quote --- ===',
  '1. one',
  '10) ten',
  '- item',
  '+ item',
  '## head',
  '---',
  '===',
  '> quote',
  '[ ] box',
  '[^1]: note',
  '    code',
  '| a | b |',
  'emoji 👩‍👩‍👧 计划 é',
];

function toHtml(markdown: string): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });
}

/** What a reader sees of HTML that holds nothing but text. */
function readText(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u200b', '')
    .trim();
}

describe('a text of others', () => {
  test.each(HOSTILE)('%s is shown as it is, in a paragraph, a list and a table', (text) => {
    const paragraph = /^<p>(?<shown>[^<]*)<\/p>\s*$/.exec(toHtml(escapeText(text)))?.groups?.['shown'];
    expect(readText(paragraph ?? '')).toBe(text.trim());
    const item = /^<ul>\s*<li>(?<shown>[^<]*)<\/li>\s*<\/ul>\s*$/.exec(toHtml(`- ${escapeText(text)}`));
    expect(readText(item?.groups?.['shown'] ?? '')).toBe(text.trim());
    const table = toHtml(`| a | b |\n| --- | --- |\n| ${escapeText(text)} | end |\n`);
    const cells = [...table.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell = '']) => readText(cell));
    expect(cells).toEqual([text.trim(), 'end']);
  });

  test('of any kind is shown as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab1 \\`*_[]()<>&|~$#@!:/.-+=>"\'\t'), minLength: 1 }),
        (text) => {
          fc.pre(text.trim() !== '');
          const html = toHtml(escapeText(text));
          const shown = /^<p>(?<shown>[^<]*)<\/p>\s*$/.exec(html)?.groups?.['shown'] ?? html;
          expect(readText(shown)).toBe(text.replaceAll('\t', '\\x09').trim());
        },
      ),
      { numRuns: 200 },
    );
  });

  test('tells nobody, closes nothing and links nothing', () => {
    const html = toHtml(
      quoteLine('Closes #12, fixes !7 and GH-3; see @ada, https://example.org/a/issues/1, www.example.org'),
    );
    expect(html).not.toContain('<a');
    expect(html).not.toMatch(/#\d|!\d|GH-\d|@\w|:\/\/|www\./i);
  });

  test('gives a forge no command', () => {
    expect(quoteBlocks('/merge\n/close')).toBe('\\/merge /close');
    expect(toHtml(quoteLine('/merge now'))).toBe('<p>/merge now</p>');
  });

  test('is one line without a character that steers a terminal', () => {
    expect(quoteLine('a\u001b[31m\u202e\r\nb')).toBe('a\\\\x1b\\[31m\\\\u202e b');
    expect(quoteCode('a\u001b[31m\nb')).toBe('`a\\x1b[31m b`');
  });
});

describe('code', () => {
  test('of any kind reads as it was, in a text and in a table', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab `|\\<&@'), minLength: 1 }), (code) => {
        fc.pre(code.trim() !== '');
        const read = (html: string): string =>
          readText(/<(?<tag>code|td)>(?<code>[^<]*)<\/\k<tag>>/.exec(html)?.groups?.['code'] ?? 'no code');
        expect(read(toHtml(`x ${quoteCode(code)} x`))).toBe(readText(code));
        const table = toHtml(`| a | b |\n| --- | --- |\n| ${quoteCode(code, true)} | end |\n`);
        expect(read(table)).toBe(readText(code));
        expect(table).toContain('<td>end</td>');
      }),
      { numRuns: 200 },
    );
  });
});

describe('Markdown of others', () => {
  test('keeps its text, lists and code, and nothing that could hide or link', () => {
    const markdown = [
      '# Head @ada',
      '',
      'Some *text* with `co|de`, a [link](https://example.org) and <b>HTML</b>. <!-- hidden -->',
      '',
      '<!-- hidden',
      'on two lines -->',
      '',
      '<details><summary>More</summary>',
      '',
      '- [x] one',
      '  - two',
      '',
      '```sh',
      'npm test # ``` <!--',
      '```',
      '',
      '| a | b |',
      '| - | - |',
      '| c | d |',
      '',
      '> quoted',
      '',
      '![image](https://example.org/x.png)',
    ].join('\n');
    expect(quoteBlocks(markdown)).toBe(
      [
        '**Head @&#8203;ada**',
        'Some text with `co|de`, a link and &lt;b&gt;HTML&lt;/b&gt;.',
        '&lt;details&gt;&lt;summary&gt;More&lt;/summary&gt;',
        '- one\n- two',
        '````text\nnpm test # ``` <!--\n````',
        'a\n\nb\n\nc\n\nd',
        'quoted',
        'image',
      ].join('\n\n'),
    );
  });

  test('that is cut within a mark stays text', () => {
    expect(quoteLine('a `b')).toBe('a \\`b');
    expect(quoteLine('a <!-- b')).toBe('a &lt;!-- b');
    expect(toHtml(quoteBlocks('a <!-- b\n\nc'))).not.toContain('<!--');
  });
});
