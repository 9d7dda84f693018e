// What an attempt has used of the machine; null if that cannot be told from what others have used.

export interface Usage {
  /** Milliseconds of processor time. */
  readonly cpu: number | null;
  /** In bytes. */
  readonly peakMemory: number | null;
  /** How much it has written into its log. */
  readonly logBytes: number;
}
