export type { Block, Markdown } from './blocks.ts';
export { readBlocks } from './read-blocks.ts';
