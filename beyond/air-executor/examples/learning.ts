// Machine learning: first the training data are made; then combinations of hyperparameters are discovered and trained in
// parallel, and each queues its evaluation; at the end the best model is selected and put into the registry.

import { hybrid } from "./hybrid.ts";

export default hybrid({
  dagId: "learning",
  prepare: "mkdir -p models scores registry && seq 1 20 >train.txt",
  discover: `cat >train.sh <<'END'
echo "$1 $2" >"models/$1-$2" # a model: its slope and its offset
air-executor queue "awk -v a=$1 -v b=$2 '{ e += (2 * \\$1 + 1 - a * \\$1 - b) ^ 2 } END { print e, a, b }' train.txt >scores/$1-$2"
END
  for slope in 1 2; do for offset in 0 1; do air-executor queue --id "train-$slope-$offset" "sh train.sh $slope $offset"; done; done`,
  finish: `best=$(sort -n scores/* | head -1) && echo "best: $best" | tee report.txt >registry/model.txt; cat report.txt`,
});
