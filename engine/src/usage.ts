// What an attempt has used of the machine; null: that cannot be told apart from what others have used.

export interface Usage {
  /** Milliseconds of the processor. */
  readonly cpu: number | null;
  /** In bytes. */
  readonly peakMemory: number | null;
  /** So much it has written into its log. */
  readonly logBytes: number;
}
