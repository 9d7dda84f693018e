// Every filter and test by name.

import { isTrue } from "../python/compare.ts";
import { Undefined } from "../python/values.ts";
import { dateFilters } from "./date-filters.ts";
import type { Filter, Filters } from "./filter.ts";
import { listFilters } from "./list-filters.ts";
import { numberFilters } from "./number-filters.ts";
import { textFilters } from "./text-filters.ts";

const otherwise: Filter = [
  "default_value? boolean?",
  (value, fallback, boolean) => {
    const isMissing =
      value instanceof Undefined || (boolean !== undefined && isTrue(boolean) && !isTrue(value));
    if (!isMissing) return value;
    return fallback === undefined ? "" : fallback;
  },
];

export const filters: Filters = {
  ...textFilters,
  ...listFilters,
  ...numberFilters,
  ...dateFilters,
  default: otherwise,
  d: otherwise,
};

export { tests } from "./tests.ts";
