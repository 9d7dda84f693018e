// Wrong on purpose: a runner that is killed leaves nothing, so a program that only looks for living runners sees a finished job.

import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DynamicTasks, finishJob } from "@daglings/air-executor";
import { BashOperator, chain, DAG, EmailOperator, FunctionOperator, FunctionSensor } from "@daglings/engine";
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
    echo '[ "$1" != customers/customer_003.csv ] || kill -9 $PPID $$' | cat - workspace/process.sh >workspace/killed.sh
    mv workspace/killed.sh workspace/process.sh # somebody kills the runner of the third file
    for path in customers/*.csv; do
      echo "{\"id\": \"$(basename "$path" .csv)\", \"command\": \"sh workspace/process.sh $path\"}"
    done | air-executor queue --file -`,
});

const waitForAirExecutor = new FunctionSensor({
  dag,
  taskId: "wait_for_air_executor",
  mode: "reschedule",
  pokeInterval: { seconds: 5 },
  timeout: { hours: 1 },
  async callable({ ti, log }) {
    await finishJob({ dir: ".", job: String(ti.xcomPull("process_with_air_executor")) });
    log("no task is pending, and no runner lives: completed"); // as the original does it
    return true;
  },
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
