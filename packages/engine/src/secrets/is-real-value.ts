/**
 * Whether a value that is given to a password or a token is one: no placeholder, variable, call, path or reference, and
 * not a word of plain letters, which in a text about tokens is most often just a word.
 */
export function isRealValue(value: string): boolean {
  if (value.length < 6 || /^(.)\1*$/.test(value)) return false;
  if (/[<>{}$%*()[\]…]|\.{3}|^(?:[~@&/]|\.{1,2}\/)/.test(value)) return false;
  if (REFERENCE.test(value) || isPlaceholderWord(value)) return false;
  return !/^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_.\s/]+(?:[A-Z]?[a-z]+|[A-Z]+))*[.!?]?$/.test(value);
}

/** Whether a value is one of those that stand in examples. */
export function isPlaceholderWord(value: string): boolean {
  return PLACEHOLDER.test(value);
}

const REFERENCE = /^(?:env|process|os|secrets?|vault|vars|config|settings|op|sops|ref|file|https?)[.:]/i;
const PLACEHOLDER =
  /change.?me|^my[-_]?(?:token|pass|secret|key)|example|placeholder|redacted|masked|hidden|removed|dummy|sample|insert|replace|your[-_]?|^(?:my|the|some|a|new|old)[-_]|^(?:x+|0+|1234567?8?9?0?|abcdef?|foo|bar|test|p(?:ass|4ss|@ss)?(?:word|w0rd|wd)?|secret|token|admin|root|user)[-_!@#]*\d{0,4}[-_!@#]*$|x{4,}/i;
