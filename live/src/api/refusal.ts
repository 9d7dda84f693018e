// A request that the API does not carry out: the status of its answer, and a sentence.

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 416 | 421 | 503, message: string) {
    super(message);
    this.status = status;
  }
}
