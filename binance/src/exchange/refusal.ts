// A request that the exchange turns down, with the real one's status, code and format.

export interface RefusalFacts {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** In seconds: how long to ask nothing. */
  readonly retryAfter?: number;
}

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

export interface RefusalBody {
  readonly code: number;
  readonly msg: string;
}

export function refusalBody({ code, message }: RefusalFacts): RefusalBody {
  return { code, msg: message };
}
