/**
 * Whether secretlint's rules could find anything in a text: what each of their patterns begins with or has in it, and no
 * text that any of them matches lacks. It is loaded for such a text alone.
 */
export function mayHoldSecret(text: string): boolean {
  return MARKS.some((mark) => mark.test(text));
}

const MARKS = [
  // AWS and private keys.
  /(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)|PRIVATE KEY-----/,
  // Tokens that say whose they are. Looked for by what is rarer than their letters.
  /_(?<=(?:npm|gsk|hf|lin_api|ntn|shppa|shpca|shpat|shpss|gh[pousr]|github_pat|glc|glsa|ops|vc[piark]|dckr_pat|figd)_)\w/,
  /(?:xox[bpaor]|xapp|sk|glpat)-\w|dapi[A-Fa-f0-9]{32}|(?:hv[sbr]|SG)\.\w/,
  /_authToken=|hooks\.slack\.com/i,
  // A name and a password in an address; a database takes one with any name.
  /:\/\/[^\s/@]{1,600}@/,
] as const;
