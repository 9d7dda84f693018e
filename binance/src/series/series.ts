// The three series of prices as tables of text: read back, a decimal has kept its digits and "09" its zero.

export interface Series<Column extends string> {
  readonly columns: readonly Column[];
  /** What distinguishes one row from another. Rows are sorted by it. */
  readonly key: readonly Column[];
  /** Which of two rows with the same key stays: the one that is there already, or the newest. */
  readonly stays: "first" | "newest";
}

export type Row<Column extends string> = Readonly<Record<Column, string>>;

type RowOf<S> = S extends Series<infer Column> ? Row<Column> : never;

/** Per minute, one file a day. The present price can be asked for only once, so the first answer stays. */
export const minutes = series({
  columns: ["mins", "price", "closeTime", "timestamp", "fetch_time", "price_float"],
  key: ["timestamp"],
  stays: "first",
});
export type MinuteRow = RowOf<typeof minutes>;

/** Per hour, one file a day. It can be calculated again, so the newest stays. */
export const hours = series({
  columns: [
    "date",
    "hour",
    "avg_price",
    "min_price",
    "max_price",
    "first_price",
    "last_price",
    "data_points",
    "calculated_at",
  ],
  key: ["date", "hour"],
  stays: "newest",
});
export type HourRow = RowOf<typeof hours>;

/** Per day, all in one file. */
export const days = series({
  columns: [
    "date",
    "avg_price",
    "min_price",
    "max_price",
    "opening_price",
    "closing_price",
    "price_change",
    "price_change_pct",
    "total_data_points",
    "hours_with_data",
    "calculated_at",
  ],
  key: ["date"],
  stays: "newest",
});
export type DayRow = RowOf<typeof days>;

/** Infers the columns' names. */
function series<const Column extends string>(facts: Series<Column>): Series<Column> {
  return facts;
}
