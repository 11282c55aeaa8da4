let isStrict = false;

/** Has the Markdown parser read all of every file from now on, in this process: what the plain reader does is held to that. */
export function useStrictParse(): void {
  isStrict = true;
}

export function isParsedStrictly(): boolean {
  return isStrict;
}
