import json
import os
import signal
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pendulum

# Here each file has its imports from Airflow, and FILE, which says where its DAGs are written.

# Where the kit is, and in which folder its tasks work. The worker's environment may say otherwise.
HOME = Path(os.environ.get("DAGLINGS_HOME", "/opt/daglings"))
FOLDER = os.environ.get("DAGLINGS_FOLDER", str(HOME / "runs/airflow"))
NODE = os.environ.get("DAGLINGS_NODE", str(HOME / "node_modules/.bin/node"))
RUN_TASK = HOME / "beyond/airflow/src/run-task.ts"

# The exit codes of run-task.ts, apart from 0 (success) and 1 (failed).
SKIPPED = 99
FAILED_FOR_GOOD = 98
NOT_YET = 97
# Linux refuses an environment variable of more than 128 kB.
LARGEST = 120_000


def run_task(**context):
    """Carries out one attempt of a task, and returns the task's result."""
    return attempt(context)["xcoms"].get("return_value")


def choose(**context):
    """For a branch: the tasks that it chooses."""
    return attempt(context)["outcome"]["skip"]["follow"]


def may_go_on(**context):
    """For a short circuit: its result, a true value if the tasks downstream are to run."""
    report = attempt(context)
    return report["xcoms"].get("return_value", True) if "skip" not in report["outcome"] else False


def look(**context):
    """For a sensor: one look."""
    report = attempt(context)
    return PokeReturnValue(is_done=report["exit_code"] != NOT_YET, xcom_value=report["xcoms"].get("return_value"))


def dates(logical_date, **context):
    """For an external sensor: the logical dates that it waits for."""
    report = node({**context, "logical_date": logical_date}, {"of": "dates"})
    if report["exit_code"] != 0:
        raise AirflowException(report["error"])
    return [pendulum.from_timestamp(each / 1000) for each in report["dates"]]


def call_back(name):
    """A callback of a task."""
    return lambda context: node(
        context, {"of": "task", "callback": name, "error": str(context.get("exception") or "") or None}
    )


def call_back_of_run(name):
    """A callback of the DAG."""
    return lambda context: node(context, {"of": "run", "callback": name, "reason": context.get("reason")})


def attempt(context):
    report = node(context, {"of": "attempt"})
    if report["exit_code"] == SKIPPED:
        raise AirflowSkipException("the task has skipped itself")
    if report["exit_code"] == FAILED_FOR_GOOD:
        raise AirflowFailException(report["outcome"]["error"])
    if report["exit_code"] not in (0, NOT_YET):
        raise AirflowException(report.get("outcome", report)["error"])
    for key, value in report["xcoms"].items():
        if key != "return_value":
            context["ti"].xcom_push(key=key, value=value)
    if keys := [key for key in report["xcoms"] if key != "return_value"]:
        context["ti"].xcom_push(key="daglings_keys", value=keys)
    for asset in context["task"].outlets:
        if extra := report["extras"].get(getattr(asset, "name", asset.uri)):
            context["outlet_events"][asset].extra = extra
    return report


def node(context, ask):
    """Asks node, which reads everything from its environment. It ends when its stdin does, however this process ends."""
    order = json.dumps({"ask": ask, "order": order_of(context)}, default=str)
    if len(order.encode()) > LARGEST:
        raise AirflowFailException(
            f"the order for this task, with the XComs of the tasks before it, is {len(order):,} characters long, and may have "
            f"{LARGEST:,}; let a task return the path of a file in place of its contents"
        )
    os.makedirs(FOLDER, exist_ok=True)
    with tempfile.TemporaryFile("w+") as answer:
        process = subprocess.Popen(
            [NODE, RUN_TASK, HOME / FILE],
            cwd=FOLDER,
            env={**os.environ, "DAGLINGS_ORDER": order},
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            for line in process.stderr:
                print(line, end="", flush=True)
            exit_code = process.wait()
        except BaseException:
            stop(process)
            raise
        answer.seek(0)
        *printed, last = answer.read().splitlines() or [""]
    print("\n".join(printed))
    nothing = {"error": f"node ended with exit code {exit_code} and reported nothing; see the log above"}
    return {**(json.loads(last) if last.startswith("{") else nothing), "exit_code": exit_code}


def stop(process):
    process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def order_of(context):
    """Everything that the attempt may look up."""
    ti, run = context["ti"], context["dag_run"]
    now = milliseconds(pendulum.now())
    asked_at = milliseconds(run.logical_date or run.run_after)
    known = {
        "runId": run.run_id,
        "runType": str(getattr(run.run_type, "value", run.run_type)),
        "logicalDate": asked_at,
        "undated": run.logical_date is None,
        "dataIntervalStart": milliseconds(run.data_interval_start) or asked_at,
        "dataIntervalEnd": milliseconds(run.data_interval_end) or asked_at,
        "conf": run.conf or {},
        "ignoresPast": False,
        "assetEvents": [],
        "startedAt": milliseconds(run.start_date),
    }
    before = context["task"].get_flat_relative_ids(upstream=True)
    return {
        "dagId": ti.dag_id,
        "runId": run.run_id,
        "taskId": ti.task_id,
        "tryNumber": ti.try_number,
        "maxTries": ti.max_tries,
        "run": known,
        "fencingToken": time.time_ns() // 1000,
        "startedAt": milliseconds(ti.start_date) or now,
        "at": now,
        "logFile": None,
        "files": None,
        "facts": {
            "dagIds": [],
            "runs": {ti.dag_id: last_success(context, ti.dag_id)},
            "xcoms": {ti.dag_id: {run.run_id: [each for id in sorted(before) for each in xcoms(ti, id)]}},
            "settings": [],
            "assetEvents": [],
        },
    }


def xcoms(ti, task_id):
    """What a task has pushed: its result and, under the keys that it has noted, everything else."""
    keys = ["return_value", *(ti.xcom_pull(task_ids=task_id, key="daglings_keys") or [])]
    pulled = [(key, ti.xcom_pull(task_ids=task_id, key=key)) for key in keys]
    return [{"taskId": task_id, "key": key, "value": value} for key, value in pulled if value is not None]


def last_success(context, dag_id):
    """The latest earlier run that succeeded, as far as Airflow tells a task of it."""
    start = milliseconds(context.get("prev_data_interval_start_success"))
    if start is None:
        return []
    return [
        {
            "dagId": dag_id,
            "runId": "",
            "state": "success",
            "logicalDate": start,
            "dataIntervalStart": start,
            "dataIntervalEnd": milliseconds(context["prev_data_interval_end_success"]),
            "startedAt": milliseconds(context["prev_start_date_success"]),
            "finishedAt": milliseconds(context["prev_end_date_success"]),
        }
    ]


def milliseconds(date):
    return None if not date else round(date.timestamp() * 1000)
