// Another right way: the job has a name of its own, tasks are queued by files alone, and a sensor of its own reads how
// far the job is.

import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DynamicTasks, Manager, readJob } from "@daglings/air-executor";
import { BashOperator, chain, DAG, EmailOperator, FunctionOperator, FunctionSensor } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons";

const dag = new DAG({ schedule: { days: 1 }, startDate: "2024-01-15", endDate: "2024-01-15" });

const validateInput = new BashOperator({
  dag,
  taskId: "validate_input",
  bashCommand: "ls customers/*.csv",
});

const setupWorkspace = new FunctionOperator({
  dag,
  taskId: "setup_workspace",
  callable() {
    writeWhole("workspace/process.sh", process);
    writeWhole("data/results/.keep", "");
  },
});

/** $1 is a file; the file in which it continues is the last line's last word. */
const process = String.raw`
name=$(basename "$1" .csv)
grep -v -e ^order -e '^#' "$1" | awk -F, '{ t += $2 } END { print "'"$name"'," NR "," t }' >"data/results/.$name"
mv "data/results/.$name" "data/results/$name.csv"
case $(tail -n 1 "$1") in
  "#"*) more=$(tail -n 1 "$1" | awk '{ print $NF }')
    echo '{"command": "sh workspace/process.sh '"$more"'"}' >"$AIR_EXECUTOR_TASKS/$(basename "$more" .csv).json" ;;
esac
`;

const processWithAirExecutor = new DynamicTasks({
  dag,
  taskId: "process_with_air_executor",
  job: "customers-{{ ds_nodash }}",
  parallel: 8,
  command: `
    date >data/rates.log # fetched here, once
    for path in customers/*.csv; do
      echo '{"command": "sh workspace/process.sh '"$path"'"}' >"$AIR_EXECUTOR_TASKS/$(basename "$path" .csv).json"
    done`,
});

const waitForAirExecutor = new FunctionSensor({
  dag,
  taskId: "wait_for_air_executor",
  mode: "reschedule",
  pokeInterval: { minutes: 1 },
  timeout: { hours: 1 },
  async callable({ ti, log }) {
    const job = String(ti.xcomPull("process_with_air_executor"));
    const manager = new Manager({ dir: ".", job });
    await manager.whenOver();
    manager.close();
    const { state, tasks, total } = readJob(".", job);
    log(`${tasks.completed} of ${total} tasks are completed`);
    return state === "completed";
  },
});

const validateResults = new FunctionOperator({
  dag,
  taskId: "validate_results",
  callable({ log }) {
    const files = ["customers", "customers/more"].flatMap((folder) => readdirSync(folder));
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
