// Tests: first the application is built; then its test files are discovered, and each unit that passes queues its
// integration test; at the end the reports are collected. A CI job that splits itself works the same way.

import { hybrid } from "./hybrid.ts";

export default hybrid({
  dagId: "tests",
  prepare: `mkdir -p app/unit app/integration reports && for u in cart shop user; do
    echo true >app/unit/$u; echo true >app/integration/$u; done`,
  discover: `for path in app/unit/*; do
    name=$(basename $path)
    air-executor queue --id "unit-$name" "sh $path && echo unit $name passed >reports/unit-$name &&
      air-executor queue --id integration-$name 'sh app/integration/$name && echo integration $name passed >reports/integration-$name'"
  done`,
  finish: `echo "passed $(cat reports/* | wc -l | tr -d ' ')" | tee report.txt`,
});
