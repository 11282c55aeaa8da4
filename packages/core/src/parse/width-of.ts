const TAB_STOP = 4;

/** Columns that white space takes which begins at `column`; a tab goes to the next multiple of 4 (CommonMark 0.31 §2.2). */
export function widthOf(space: string, column = 0): number {
  if (!space.includes('\t')) return space.length;
  let end = column;
  for (const character of space) end += character === '\t' ? TAB_STOP - (end % TAB_STOP) : 1;
  return end - column;
}
