// The log of an attempt, which can be searched.

import { Loaded } from "./panel.tsx";
import { SearchBox } from "./search-box.tsx";
import { useAnswer } from "./use-answer.ts";
import { useNoted } from "./use-noted.ts";

export interface LogText {
  readonly text: string;
  /** The log is long, and this is only its end. */
  readonly isCut: boolean;
}

interface LogProps {
  readonly load: () => Promise<LogText>;
  readonly about: string;
  /** The log is read again when this changes. */
  readonly state: string;
}

export function Log({ load, about, state }: LogProps) {
  const [answer, again] = useAnswer(load, [about], [state]);
  const [wanted, search] = useNoted("log");
  return (
    <div class="log-box">
      <Loaded answer={answer} again={again}>
        {({ text, isCut }) => {
          const lines = text.replace(/\n$/, "").split("\n");
          const found =
            wanted === "" ? lines : lines.filter((line) => line.toLowerCase().includes(wanted.toLowerCase()));
          return (
            <>
              <div class="log-tools">
                <SearchBox
                  what="Search the log"
                  label={`Search the log of ${about}`}
                  value={wanted}
                  search={search}
                />
                <span>
                  {found.length} of {lines.length} lines{isCut ? ", its end" : ""}
                </span>
              </div>
              <pre class="log" tabIndex={0} role="group" aria-label={`Log of ${about}`}>
                {text === "" ? "(nothing was printed)" : found.join("\n")}
              </pre>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
