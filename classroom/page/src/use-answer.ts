// Loads what a panel shows, and loads it again when it is about something else.

import { useEffect, useState } from "preact/hooks";
import type { Loading } from "./server.ts";

export function useAnswer<T>(load: () => Promise<T>, about: readonly unknown[]): [Loading<T>, () => void] {
  const [answer, setAnswer] = useState<Loading<T>>({ is: "loading" });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setAnswer({ is: "there", value }),
      (error: unknown) =>
        isWanted &&
        setAnswer({ is: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [...about, turn]);
  return [answer, () => setTurn((last) => last + 1)];
}
