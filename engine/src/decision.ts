// What a person has decided about a task that waits for approval. It is kept among the task's XComs.

export interface Decision {
  readonly approved: boolean;
  readonly by: string;
  readonly note: string | null;
}

/** Under these keys the task keeps what is asked, and what was answered. */
export const approvalKeys = { subject: "subject", decision: "decision" } as const;
