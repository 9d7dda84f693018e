"""What a template knows in Airflow 3: each variable of Airflow 2 and 3, in runs of each kind.

Prints a table: for each run its facts, and for each variable the text that it renders to, or null where Airflow says that
there is no such variable. Needs no database: the task's own runtime is asked, as on a worker.
"""

import json
import sys
from datetime import datetime, timezone

import airflow
import jinja2
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG
from airflow.sdk.api.datamodels._generated import DagRun, DagRunState, DagRunType, TaskInstance, TIRunContext
from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

NAMES = """
logical_date execution_date data_interval_start data_interval_end ds ds_nodash ts ts_nodash ts_nodash_with_tz
next_ds next_ds_nodash next_execution_date prev_ds prev_ds_nodash prev_execution_date prev_execution_date_success
yesterday_ds yesterday_ds_nodash tomorrow_ds tomorrow_ds_nodash run_id task_instance_key_str test_mode params.size
dag_run.run_id dag_run.logical_date dag_run.data_interval_start dag_run.run_after dag_run.conf dag.dag_id task.task_id
ti.task_id ti.run_id ti.try_number
""".split()


def at(text):
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


RUNS = [
    # A cron string: the interval has no length.
    dict(run_type="scheduled", logical_date="2019-01-02", start="2019-01-02", end="2019-01-02", run_after="2019-01-02"),
    # CronDataIntervalTimetable: it has one, as in Airflow 2.
    dict(run_type="scheduled", logical_date="2019-01-02", start="2019-01-02", end="2019-01-03", run_after="2019-01-03"),
    dict(run_type="scheduled", logical_date="2019-01-02T05:30:15", start="2019-01-02T05:30:15", end="2019-01-02T05:30:15", run_after="2019-01-02T05:30:15"),
    dict(run_type="backfill", logical_date="2019-01-02", start="2019-01-02", end="2019-01-02", run_after="2019-01-02"),
    dict(run_type="manual", logical_date="2019-01-04T05:00:00", start="2019-01-04", end="2019-01-04", run_after="2019-01-04T05:00:00"),
    dict(run_type="manual", logical_date=None, start=None, end=None, run_after="2019-01-04T05:00:00"),
]


def rendered(run):
    dag = DAG("dag", schedule=None, params={"size": 3})
    task = EmptyOperator(task_id="work", dag=dag)
    run_id = f"{run['run_type']}__{at(run['run_after']).isoformat()}"
    dag_run = DagRun(
        dag_id="dag",
        run_id=run_id,
        logical_date=at(run["logical_date"]),
        data_interval_start=at(run["start"]),
        data_interval_end=at(run["end"]),
        run_after=at(run["run_after"]),
        start_date=at(run["run_after"]),
        end_date=None,
        run_type=DagRunType(run["run_type"]),
        state=DagRunState.RUNNING,
        conf={"colour": "red"},
        consumed_asset_events=[],
        partition_key=None,
    )
    fields = dict(
        id="01234567-89ab-7def-8123-456789abcdef",
        task_id="work",
        dag_id="dag",
        run_id=run_id,
        try_number=1,
        dag_version_id="01234567-89ab-7def-8123-456789abcdef",
        pool_slots=1,
        queue="default",
        priority_weight=1,
    )
    known = TaskInstance.model_fields.keys()
    instance = RuntimeTaskInstance.model_construct(
        **{name: value for name, value in fields.items() if name in known},
        task=task,
        max_tries=0,
        start_date=at(run["run_after"]),
        state="running",
        is_mapped=False,
        bundle_instance=None,
        _ti_context_from_server=TIRunContext(dag_run=dag_run, max_tries=0),
    )
    instance._ti_context_from_server = TIRunContext(dag_run=dag_run, max_tries=0)
    context = instance.get_template_context()
    environment = task.get_template_env(dag)
    texts = {}
    for name in NAMES:
        try:
            texts[name] = environment.from_string("{{ " + name + " }}").render(context)
        except jinja2.UndefinedError:
            texts[name] = None
    return {**run, "run_id": run_id, "texts": texts}


json.dump({"airflow": airflow.__version__, "runs": [rendered(run) for run in RUNS]}, sys.stdout, indent=1)
print()
