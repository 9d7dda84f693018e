// A request that gets no data: the status, and what the answer says as `error`.

export interface RefusalFacts {
  readonly status: number;
  /** What is wrong: the name of a query parameter, or "path" or "method". Null if nothing about the request is wrong. */
  readonly parameter: string | null;
  /** As it was received. */
  readonly value: string | null;
  readonly message: string;
}

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    super(facts.message);
    this.facts = facts;
  }
}
