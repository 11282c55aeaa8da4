/** One violation of a JSON Schema, in the shape that ajv reports it. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON Pointer (RFC 6901) to the value that is wrong. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** The schema object that holds the keyword, where the validator was compiled to say so. */
  readonly parentSchema?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

/** A compiled schema: true where the value fits it; else its violations are in `errors` until the next call. */
export interface SchemaValidator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
