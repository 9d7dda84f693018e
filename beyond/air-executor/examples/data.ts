// Data: first the source is validated; then its partitions are discovered, however many; at the end they are merged.

import { hybrid } from "./hybrid.ts";

export default hybrid({
  dagId: "data",
  prepare: `mkdir -p parts sums && for p in a b c d e; do seq 1 10 >parts/$p; done; [ -n "$(ls parts)" ]`,
  discover: `for p in parts/*; do
    air-executor queue --id "sum-$(basename $p)" "awk '{ s += \\$1 } END { print s }' $p >sums/$(basename $p)"
  done`,
  finish: `awk '{ s += $1 } END { print "total", s }' sums/* | tee report.txt`,
});
