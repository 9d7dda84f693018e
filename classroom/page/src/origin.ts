// Where something came from, as the server answers.

export type Evidence = "declared" | "named" | "written" | "perhaps" | "upstream";

export interface Trace {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
  readonly how: Evidence;
  readonly at: string;
}

export interface Origin {
  readonly name: string;
  readonly writtenBy: Trace | null;
  readonly others: number;
  readonly from: readonly Origin[];
  readonly how?: Evidence;
}

export interface OriginAnswer {
  readonly origin: Origin;
  readonly readBy: readonly Trace[];
}
