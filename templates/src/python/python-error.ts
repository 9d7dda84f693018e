/** What Python would have raised, in our words. Rendering turns it into a TemplateError, which says where. */
export class PythonError extends Error {}

/** A name that has no value, and where the template says it; null if it is not a name. */
export interface Missing {
  readonly name: string | null;
  readonly at: number;
}

/** A value that is undefined was used. */
export class UndefinedError extends PythonError {
  readonly missing: Missing | null;

  constructor(message: string, missing: Missing | null) {
    super(message);
    this.missing = missing;
  }
}
