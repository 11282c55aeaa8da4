/** What is audited. */
export interface AuditRange {
  /** As a person calls it. */
  readonly shown: string;
  /** Full hash of the newest commit. */
  readonly tip: string;
  readonly tipShown: string;
  /** Full hash of the commit whose history is left out; null for none. */
  readonly without: string | null;
}
