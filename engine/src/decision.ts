// What a person has decided about a task that waits for approval. It is kept among the task's XComs.

export interface Decision {
  readonly approved: boolean;
  readonly by: string;
  readonly note: string | null;
}

/** The keys under which the task keeps the question and the answer. */
export const approvalKeys = { subject: "subject", decision: "decision" } as const;
