// What bench/start.ts measures.

import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";

const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" });
const fetch = new BashOperator({ dag, taskId: "fetch", bashCommand: "curl {{ds}}" });
const calculate = new FunctionOperator({ dag, taskId: "calculate", callable: () => 1 });
const send = new FunctionOperator({ dag, taskId: "send", callable: () => 1 });
chain(fetch, calculate, send);

console.log(performance.now());
