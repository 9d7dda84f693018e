// A CSV as a chart, together with the other files of its kind: the days of a folder are one series.

import { Arriving, whenShown } from "./arriving.tsx";
import { Empty, Loaded } from "./panel.tsx";
import { parseCsv } from "./parse-csv.ts";
import { readSeries } from "./series.ts";
import { useAnswer } from "./use-answer.ts";

const Chart = whenShown(async () => (await import("./chart.tsx")).Chart);

interface FileChartProps {
  readonly path: string;
  /** The texts of all files of its kind. */
  readonly load: () => Promise<readonly string[]>;
  /** The texts are read again when this changes. */
  readonly about: string;
}

export function FileChart({ path, load, about }: FileChartProps) {
  const [answer, again] = useAnswer(async () => readSeries((await load()).map(parseCsv)), [about]);
  return (
    <Loaded answer={answer} again={again}>
      {(series) =>
        series === null ? (
          <Empty>Nothing in this file is a number over time: it has no chart.</Empty>
        ) : (
          <Arriving>
            <Chart series={series} name={path} />
          </Arriving>
        )
      }
    </Loaded>
  );
}
