/** A template does not parse. The caller, which knows the whole template, turns this into a TemplateError. */
export class SyntaxFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
