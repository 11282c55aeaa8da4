export const CHECK_FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const;

export interface CheckOptions {
  readonly format: (typeof CHECK_FORMATS)[number];
  /** Judges what the next commit changes. */
  readonly staged?: boolean;
  /** Judges what a range changes. */
  readonly range?: string;
}
