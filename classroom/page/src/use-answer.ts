// Loads what a panel shows, and loads it again when it is about something else.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Loading } from "./server.ts";

/** Real milliseconds. What was loaded about something else is shown no longer than this: it would be taken for the new. */
const patience = 200;

/** Loaded again when it is `about` something else; and at each `news` of the same, which does not hide what is known. */
export function useAnswer<T>(
  load: () => Promise<T>,
  about: readonly unknown[],
  news: readonly unknown[] = [],
): [Loading<T>, () => void] {
  const [answer, setAnswer] = useState<Loading<T>>({ is: "loading" });
  const [turn, setTurn] = useState(0);
  const loaded = useRef(about);
  useEffect(() => {
    let isWanted = true;
    const isOther = about.some((each, index) => each !== loaded.current[index]);
    const late = setTimeout(
      () => setAnswer((last) => (isOther || last.is === "failed" ? { is: "loading" } : last)),
      patience,
    );
    const coming = load().finally(() => {
      clearTimeout(late);
      if (isWanted) loaded.current = about;
    });
    coming.then(
      (value) => isWanted && setAnswer({ is: "there", value }),
      (error: unknown) =>
        isWanted &&
        setAnswer({ is: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
      clearTimeout(late);
    };
  }, [...about, ...news, turn]);
  return [answer, () => setTurn((last) => last + 1)];
}
