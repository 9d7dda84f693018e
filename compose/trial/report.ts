// What is tried, one by one, and how it went. After a failure the rest is tried all the same, unless it cannot be.

import { stdout } from "node:process";
import { stopwatch } from "@daglings/stage";

export interface Report {
  /** A sentence, and the code that shows that it is true. */
  check(sentence: string, show: () => Promise<void> | void): Promise<void>;
  /** Without it nothing that follows makes sense. */
  need(sentence: string, show: () => Promise<void> | void): Promise<void>;
  note(sentence: string): void;
  readonly failed: number;
  readonly passed: number;
}

export class CannotGoOn extends Error {}

export function openReport(): Report {
  const count = { passed: 0, failed: 0 };

  async function isSo(sentence: string, show: () => Promise<void> | void): Promise<boolean> {
    const begin = stopwatch();
    const took = () => `${((stopwatch() - begin) / 1000).toFixed(1)} s`;
    try {
      await show();
      count.passed++;
      stdout.write(`✓ ${sentence} (${took()})\n`);
      return true;
    } catch (error) {
      count.failed++;
      const reason = error instanceof Error ? error.message : String(error);
      stdout.write(`✗ ${sentence} (${took()})\n  ${reason.replaceAll("\n", "\n  ")}\n`);
      return false;
    }
  }

  return {
    check: async (sentence, show) => void (await isSo(sentence, show)),
    async need(sentence, show) {
      if (!(await isSo(sentence, show))) throw new CannotGoOn(sentence);
    },
    note: (sentence) => void stdout.write(`- ${sentence}\n`),
    get passed() {
      return count.passed;
    },
    get failed() {
      return count.failed;
    },
  };
}
