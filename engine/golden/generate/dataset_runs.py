"""Which runs a real Airflow makes of DAGs that wait for datasets, and for which events: random events, pauses and looks.

    python dataset_runs.py COUNT SEED > ../dataset-runs.json

Run it in a venv with Airflow 2.11.2. A step is an event ("a"), a look of the scheduler, or a pause of a DAG. Each run
stands there as the numbers of its events: the first event of a row is 1.
"""

import json
import os
import random
import sys
import time

os.environ.setdefault("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "sqlite:////dev/shm/airflow-dataset-runs.db")
os.environ.setdefault("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "CRITICAL")

import pendulum
from airflow import DAG, __version__
from airflow.datasets import Dataset
from airflow.datasets.manager import DatasetManager
from airflow.jobs.job import Job
from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
from airflow.models import DagBag, DagModel, DagRun
from airflow.models.serialized_dag import SerializedDagModel
from airflow.operators.empty import EmptyOperator
from airflow.utils import db
from airflow.utils.session import create_session

SCHEDULES = {"one": ["a"], "two": ["a", "b"], "three": ["a", "b", "c"]}


def random_steps(choose):
    steps = []
    for _ in range(choose.randint(4, 16)):
        kind = choose.choices(["event", "look", "pause", "unpause"], weights=[6, 4, 1, 1])[0]
        if kind == "event":
            steps.append({"event": choose.choice("abc")})
        elif kind == "look":
            steps.append({"look": True})
        else:
            steps.append({kind: choose.choice(list(SCHEDULES))})
    return [*steps, *({"unpause": dag_id} for dag_id in SCHEDULES), {"look": True}]


def make_dag(dag_id, uris):
    with DAG(dag_id, schedule=[Dataset(uri) for uri in uris], start_date=pendulum.datetime(2019, 1, 1)) as dag:
        EmptyOperator(task_id="nothing")
    return dag


def set_paused(dag_id, paused):
    with create_session() as session:
        session.get(DagModel, dag_id).is_paused = paused


def look(runner):
    with create_session() as session:
        query, info = DagModel.dags_needing_dagruns(session)
        models = [model for model in query if model.dag_id in info]
        runner._create_dag_runs_dataset_triggered(models, info, session)


def play(row, steps, runner):
    name = {dag_id: f"{dag_id}_{row}" for dag_id in SCHEDULES}
    dags = [make_dag(name[dag_id], [f"{uri}_{row}" for uri in uris]) for dag_id, uris in SCHEDULES.items()]
    with create_session() as session:
        DAG.bulk_write_to_db(dags, session=session)
        for dag in dags:
            SerializedDagModel.write_dag(dag, session=session)
    for dag in dags:
        set_paused(dag.dag_id, False)
    count = 0
    for step in steps:
        if "event" in step:
            count += 1
            with create_session() as session:
                dataset = Dataset(f"{step['event']}_{row}")
                DatasetManager.register_dataset_change(dataset=dataset, extra={"number": count}, session=session)
            time.sleep(0.002)
        elif "look" in step:
            look(runner)
        else:
            kind, dag_id = next(iter(step.items()))
            set_paused(name[dag_id], kind == "pause")
    return {dag_id: runs_of(name[dag_id]) for dag_id in SCHEDULES}


def runs_of(dag_id):
    with create_session() as session:
        runs = session.query(DagRun).filter(DagRun.dag_id == dag_id).order_by(DagRun.execution_date)
        return [sorted(event.extra["number"] for event in run.consumed_dataset_events) for run in runs]


def main(count, seed):
    db.initdb()
    choose = random.Random(seed)
    with create_session() as session:
        job = Job()
        session.add(job)
        session.flush()
        runner = SchedulerJobRunner(job=job)
    runner.dagbag = DagBag(dag_folder=os.devnull, include_examples=False, read_dags_from_db=True)
    rows = []
    for row in range(count):
        steps = random_steps(choose)
        rows.append(json.dumps({"steps": steps, "runs": play(row, steps, runner)}, separators=(",", ":")))
    meta = json.dumps({"airflow": __version__, "seed": seed, "what": __doc__.splitlines()[0]})
    print(f'{{"meta":{meta},"vectors":[\n' + ",\n".join(rows) + "\n]}")


main(int(sys.argv[1]), int(sys.argv[2]))
