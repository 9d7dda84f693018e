// A command that looks: it connects to a scheduler, asks, and lets go again.

import type { Client } from "@daglings/live";
import type { Call, ExitCode } from "../command-line.ts";
import { connect } from "./connect.ts";
import { wordsOf, type WordsOf } from "./words-of.ts";

/** Checks the words after the verb, looks, and lets go again. */
export const looking =
  <const Names extends readonly string[]>(
    verb: string,
    names: Names,
    look: (client: Client, call: Call, words: WordsOf<Names>) => Promise<ExitCode>,
  ) =>
  async (call: Call): Promise<ExitCode> => {
    const words = wordsOf(call, `dags ${verb}`, names);
    const connection = await connect(call);
    try {
      return await look(connection.client, call, words);
    } finally {
      await connection.close();
    }
  };
