import type { Root } from 'mdast';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { remark } from 'remark';
import remarkFrontmatter from 'remark-frontmatter';
import type { Processor } from 'unified';

/**
 * GitHub Flavored Markdown for reading alone: the half of remark-gfm that writes Markdown has no place here. Transforms
 * (they look for more web and mail addresses in finished text) are left out, since the nodes they make have no position.
 */
function readGfm(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: unknown[]; fromMarkdownExtensions?: unknown[] };
  const readers = gfmFromMarkdown().map(({ transforms: _, ...reader }) => reader);
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), gfm()];
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), ...readers];
}

let processor: { parse(text: string): Root } | null = null;

/**
 * The Markdown syntax tree of a text; its positions count UTF-16 code units of that text. Null where marks nest in an
 * image's text so deep that the parser, which calls itself there, runs out of stack.
 */
export function readMarkdown(text: string): Root | null {
  try {
    processor ??= remark().use(readGfm).use(remarkFrontmatter, ['yaml']).freeze();
    return processor.parse(text) as Root;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
