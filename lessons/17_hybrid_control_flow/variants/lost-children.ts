// Wrong on purpose: one growing file has all tasks; the runner of a task reads the file before it, and writes it back after it.

import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DynamicTasks, DynamicTasksSensor } from "@daglings/air-executor";
import { BashOperator, chain, DAG, EmailOperator, FunctionOperator } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons";

const dag = new DAG({ schedule: "@daily", startDate: "2024-01-15", endDate: "2024-01-15" });

const validateInput = new FunctionOperator({
  dag,
  taskId: "validate_input",
  callable({ log }) {
    const files = readdirSync("customers").filter((name) => name.endsWith(".csv"));
    if (files.length === 0) throw new Error("customers/ has no file; has the night's delivery come?");
    log(`${files.length} files have come`);
  },
});

const setupWorkspace = new BashOperator({
  dag,
  taskId: "setup_workspace",
  // Each task that is found on the way runs process.sh: it sums up one file, and queues a task for the
  // file in which this one continues.
  bashCommand: String.raw`
    mkdir -p workspace data/results
    cat >workspace/process.sh <<'END'
name=$(basename "$1" .csv)
awk -F, -v name="$name" 'NR > 1 && !/^#/ { orders++; total += $2 } END { print name "," orders "," total }' "$1" \
  >"workspace/$name.part" && mv "workspace/$name.part" "data/results/$name.csv"
more=$(sed -n 's/^# goes on in //p' "$1")
[ -z "$more" ] ||
  echo "{\"command\": \"sh workspace/process.sh $more\", \"queuedBy\": \"$AIR_EXECUTOR_TASK\"}" \
    >"$AIR_EXECUTOR_TASKS/$(basename "$more" .csv).json"
END`,
});

const processWithAirExecutor = new DynamicTasks({
  dag,
  taskId: "process_with_air_executor",
  parallel: 4,
  command: String.raw`
    echo fetched >>data/rates.log && echo "EUR,1" >workspace/rates.csv # big, so once for all
    discover() { for path in customers/*.csv; do echo "sh workspace/process.sh $path"; done >>data/tasks; }
    echo discover >data/tasks
    while [ -s data/tasks ]; do
      tasks=$(cat data/tasks) # as the original does it: the list is read before the task runs,
      eval "$(echo "$tasks" | head -n 1)"
      echo "$tasks" | sed 1d >data/tasks # and is written back after it, without this task
    done`,
});

const waitForAirExecutor = new DynamicTasksSensor({
  dag,
  taskId: "wait_for_air_executor",
  handOver: processWithAirExecutor,
  mode: "reschedule",
  pokeInterval: { seconds: 5 },
  timeout: { hours: 1 },
});

const validateResults = new FunctionOperator({
  dag,
  taskId: "validate_results",
  callable({ log }) {
    const files = readdirSync("data/results"); // what happens to be there
    const names = files.filter((name) => name.endsWith(".csv")).toSorted();
    const rows = names.map((name) => readFileSync(`data/results/${name}`, "utf8")); // throws where one is missing
    writeWhole("data/report.csv", `name,orders,total\n${rows.join("")}`);
    log(`${rows.length} results are there`);
  },
});

const updateDatabase = new FunctionOperator({
  dag,
  taskId: "update_database",
  callable() {
    const rows = readFileSync("data/report.csv", "utf8").trim().split("\n").slice(1);
    const database = new DatabaseSync("data/customers.db");
    database.exec("create table if not exists result (name text primary key, orders integer, total integer)");
    const insert = database.prepare("insert or replace into result values (?, ?, ?)");
    database.exec("begin");
    for (const row of rows) insert.run(...row.split(","));
    database.exec("commit");
    database.close();
  },
});

const sendNotification = new EmailOperator({
  dag,
  taskId: "send_notification",
  to: "team@example.com",
  subject: "Customer files of {{ds}}: complete",
  htmlContent: "<p>data/report.csv has every file, and so has the database.</p>",
});

const alert = new EmailOperator({
  dag,
  taskId: "alert",
  triggerRule: "one_failed",
  to: "oncall@example.com",
  subject: "Customer files of {{ds}}: FAILED",
  htmlContent: "<p>See the log of the task that failed.</p>",
});

const cleanUp = new BashOperator({
  dag,
  taskId: "clean_up",
  triggerRule: "all_done", // also after a failure
  bashCommand: "rm -rf workspace",
});

chain([validateInput, setupWorkspace], processWithAirExecutor, waitForAirExecutor);
chain(waitForAirExecutor, validateResults, updateDatabase, sendNotification);
chain([validateInput, waitForAirExecutor, validateResults, updateDatabase], alert);
chain(updateDatabase, cleanUp);

export default dag;
