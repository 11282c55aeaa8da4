export const CHECK_FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const;

export interface CheckOptions {
  readonly format: (typeof CHECK_FORMATS)[number];
}
