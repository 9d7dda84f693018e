/** A template does not parse. Who knows the whole template makes a TemplateError of it. */
export class SyntaxFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
