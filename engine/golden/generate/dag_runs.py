"""In which states a real Airflow leaves the tasks of random DAGs: trigger rules, retries, branches, short circuits.

    python dag_runs.py COUNT SEED > ../dag-runs.json

Run it in a venv with Airflow 2.11.2. What a task does stands beside it: it ends in this state, after so many failed
tries, or it is a branch that follows these tasks, or a short circuit with this condition. Of tasks that run at the same
time, one may end long before another, and Airflow has decided all that follows from it by then; or they end together, and
it decides afterwards. Each DAG is run both ways, and left out where the two differ: that is a race.
"""

import json
import logging
import os
import random
import sys
from contextlib import suppress
from datetime import timedelta

os.environ.setdefault("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "sqlite:////dev/shm/airflow-dag-runs.db")
os.environ.setdefault("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "False")

import pendulum
from airflow import DAG, __version__
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.utils import db
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState, TaskInstanceState
from airflow.utils.types import DagRunType

RULES = [
    "all_success", "all_failed", "all_done", "all_skipped", "one_success", "one_failed", "one_done", "none_failed",
    "none_failed_min_one_success", "none_skipped", "always",
]
DAY = pendulum.datetime(2019, 1, 1)


def random_tasks(choose):
    count = choose.randint(3, 12)
    tasks = []
    for index in range(count):
        earlier = [f"t{other}" for other in range(index)]
        upstream = sorted(choose.sample(earlier, min(len(earlier), choose.choice([0, 1, 1, 2, 2, 3]))))
        rule = "all_success" if choose.random() < 0.45 else choose.choice(RULES)
        tasks.append({"taskId": f"t{index}", "upstream": upstream, "rule": rule, **random_deed(choose)})
    for task in tasks:
        if task["does"] != "branch":
            continue
        children = [other["taskId"] for other in tasks if task["taskId"] in other["upstream"]]
        task["follow"] = sorted(choose.sample(children, choose.randint(0, len(children)))) if children else []
    return tasks


def random_deed(choose):
    kind = choose.random()
    if kind < 0.5:
        return {"does": "success"}
    if kind < 0.65:
        return {"does": "failed"}
    if kind < 0.72:
        return {"does": "skipped"}
    if kind < 0.8:
        return {"does": "retries", "retries": choose.choice([1, 2]), "failures": choose.choice([1, 2])}
    if kind < 0.92:
        return {"does": "branch"}
    return {"does": "short circuit", "condition": choose.random() < 0.4, "ignoresRules": choose.random() < 0.5}


def operator_of(task, dag):
    common = {"task_id": task["taskId"], "dag": dag, "trigger_rule": task["rule"], "retry_delay": timedelta(0)}

    def work(ti):
        if task["does"] == "failed":
            raise AirflowFailException("as planned")
        if task["does"] == "skipped":
            raise AirflowSkipException("as planned")
        if task["does"] == "retries" and ti.try_number <= task["failures"]:
            raise RuntimeError("as planned")

    if task["does"] == "branch":
        return BranchPythonOperator(python_callable=lambda: task["follow"], **common)
    if task["does"] == "short circuit":
        ignores = task["ignoresRules"]
        return ShortCircuitOperator(
            python_callable=lambda: task["condition"], ignore_downstream_trigger_rules=ignores, **common
        )
    return PythonOperator(python_callable=work, retries=task.get("retries", 0), **common)


def run(tasks, dag_id, decides_after_each, session):
    dag = DAG(dag_id, schedule=None, start_date=DAY)
    operators = {task["taskId"]: operator_of(task, dag) for task in tasks}
    for task in tasks:
        for upstream in task["upstream"]:
            operators[upstream] >> operators[task["taskId"]]
    dag_run = dag.create_dagrun(
        run_type=DagRunType.MANUAL,
        run_id=dag_id,
        execution_date=DAY,
        data_interval=(DAY, DAY),
        state=DagRunState.RUNNING,
        session=session,
    )
    dag_run.dag = dag
    session.commit()
    while True:
        ready, _ = dag_run.update_state(session=session)
        while decides_after_each and dag_run.state == DagRunState.RUNNING:  # what follows from what follows, too
            before = states_of(dag_run, session)
            ready, _ = dag_run.update_state(session=session)
            session.commit()
            if states_of(dag_run, session) == before:
                break
        if dag_run.state != DagRunState.RUNNING:
            break
        for instance in ready:
            instance.try_number += 1
            instance.state = TaskInstanceState.SCHEDULED
            session.merge(instance)
        session.commit()
        for task_id, operator in operators.items():
            instance = dag_run.get_task_instance(task_id, session=session)
            if instance.state == TaskInstanceState.SCHEDULED:
                instance.task = operator
                with suppress(Exception):  # what the task threw is on record as its state
                    instance._run_raw_task(session=session)
                session.commit()
                if decides_after_each:
                    break
    return {"tasks": tasks, "states": states_of(dag_run, session), "run": str(dag_run.state)}


def states_of(dag_run, session):
    return {each.task_id: str(each.state or "none") for each in dag_run.get_task_instances(session=session)}


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    logging.disable(logging.CRITICAL)
    choose = random.Random(seed)
    output, sys.stdout = sys.stdout, sys.stderr
    db.initdb()
    with create_session() as session:
        rows = []
        while len(rows) < count:
            tasks = random_tasks(choose)
            name = f"random_{seed}_{len(rows)}_{choose.random()}"
            row, other = (run(tasks, f"{name}_{way}", way == "each", session) for way in ("each", "several"))
            if row == other:
                rows.append(row)
            else:
                print("left out: a race", file=sys.stderr)
    sys.stdout = output
    meta = {"airflow": __version__, "seed": seed, "what": __doc__.split("\n\n")[0]}
    print('{"meta":' + json.dumps(meta) + ',"vectors":[')
    print(",\n".join(json.dumps(row, separators=(",", ":")) for row in rows))
    print("]}")


main()
