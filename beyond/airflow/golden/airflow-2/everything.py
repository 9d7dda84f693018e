# For Airflow 2. Made by `pnpm teach airflow` from beyond/airflow/fixtures/everything.ts: edit that file, and make this one again.

from airflow import DAG
from airflow.datasets import Dataset
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.bash import BashOperator
from airflow.operators.email import EmailOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sensors.base import PokeReturnValue
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.sensors.python import PythonSensor
from airflow.timetables.interval import DeltaDataIntervalTimetable
from airflow.timetables.trigger import CronTriggerTimetable
from dateutil.relativedelta import relativedelta

FILE = "beyond/airflow/fixtures/everything.ts"

with DAG(
    dag_id="everything",
    description="Says \"hello\"",
    schedule=[Dataset("orders")],
    catchup=True,
    max_active_runs=1,
    max_active_tasks=16,
    dagrun_timeout=timedelta(hours=2),
    params={"colour": "red", "big": False, "sizes": [1, 2.5, None]},
    on_failure_callback=call_back_of_run("onFailure"),
) as dag:
    begin = EmptyOperator(
        task_id="begin",
        retries=0,
    )

    native_bash = BashOperator(
        task_id="native-bash",
        bash_command="echo {{ ds }} \"$COLOUR\"",
        env={"COLOUR": "{{ params.colour }}"},
        append_env=True,
        cwd=os.path.join(FOLDER, "data"),
        skip_on_exit_code=[3, 4],
        retries=2,
        retry_delay=timedelta(seconds=90),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(hours=1),
        execution_timeout=timedelta(minutes=5),
        on_retry_callback=call_back("onRetry"),
    )

    from_file = PythonOperator(
        task_id="from_file",
        python_callable=run_task,
        retries=0,
    )

    work = PythonOperator(
        task_id="work",
        python_callable=run_task,
        retries=0,
        outlets=[Dataset("report")],
        on_failure_callback=call_back("onFailure"),
    )

    fails = PythonOperator(
        task_id="fails",
        python_callable=run_task,
        retries=0,
        trigger_rule="all_done",
    )

    fails_for_good = PythonOperator(
        task_id="fails_for_good",
        python_callable=run_task,
        retries=0,
    )

    sleeps = PythonOperator(
        task_id="sleeps",
        python_callable=run_task,
        retries=0,
    )

    skips = PythonOperator(
        task_id="skips",
        python_callable=run_task,
        retries=0,
        do_xcom_push=False,
    )

    branch = BranchPythonOperator(
        task_id="branch",
        python_callable=choose,
        retries=0,
    )

    gate = ShortCircuitOperator(
        task_id="gate",
        python_callable=may_go_on,
        ignore_downstream_trigger_rules=False,
        retries=0,
    )

    sensor = PythonSensor(
        task_id="sensor",
        python_callable=look,
        mode="poke",
        poke_interval=5,
        timeout=60,
        soft_fail=True,
        exponential_backoff=True,
        max_wait=timedelta(seconds=30),
        retries=0,
    )

    same_date = ExternalTaskSensor(
        task_id="same_date",
        external_dag_id="other",
        external_task_ids=["last"],
        allowed_states=["success"],
        failed_states=["failed"],
        mode="poke",
        poke_interval=60,
        timeout=604800,
        retries=0,
    )

    an_hour_ago = ExternalTaskSensor(
        task_id="an_hour_ago",
        external_dag_id="other",
        execution_delta=timedelta(hours=1),
        allowed_states=["success"],
        mode="reschedule",
        poke_interval=60,
        timeout=604800,
        retries=0,
    )

    two_dates = ExternalTaskSensor(
        task_id="two_dates",
        external_dag_id="other",
        execution_date_fn=dates,
        allowed_states=["success"],
        mode="poke",
        poke_interval=60,
        timeout=604800,
        retries=0,
    )

    trigger = TriggerDagRunOperator(
        task_id="trigger",
        trigger_dag_id="other",
        trigger_run_id="for {{ run_id }}",
        conf={"day": "{{ ds }}"},
        reset_dag_run=True,
        wait_for_completion=True,
        poke_interval=10,
        retries=0,
    )

    import_ = EmailOperator(
        task_id="import",
        to=["a@example.com", "b@example.com"],
        subject="{{ ds }}",
        html_content="<p>done</p>",
        files=["data/{{ ds }}.csv"],
        cc="c@example.com",
        retries=0,
    )

    node_ = PythonOperator(
        task_id="node",
        python_callable=run_task,
        retries=0,
    )

    import__ = EmptyOperator(
        task_id="import_",
        retries=0,
        on_success_callback=call_back("onSuccess"),
    )

    begin >> native_bash
    begin >> from_file
    branch >> work
    branch >> fails
    branch >> fails_for_good
    branch >> sleeps
    branch >> skips
    [native_bash, from_file] >> branch
    work >> gate
    gate >> sensor
    sensor >> same_date
    sensor >> an_hour_ago
    sensor >> two_dates
    [same_date, an_hour_ago, two_dates] >> trigger
    trigger >> import_
    import_ >> node_
    import_ >> import__


with DAG(
    dag_id="monthly",
    schedule=DeltaDataIntervalTimetable(relativedelta(months=1)),
    start_date=pendulum.datetime(2024, 1, 15, 5, 30, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    only = EmptyOperator(
        task_id="only",
        retries=0,
        depends_on_past=True,
        start_date=pendulum.datetime(2024, 3, 14, 23, tz="UTC"),
    )


with DAG(
    dag_id="instants",
    schedule=CronTriggerTimetable("0 6 * * 1", timezone="Europe/Berlin", interval=timedelta(days=7)),
    start_date=pendulum.datetime(2024, 1, 15, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    only = EmptyOperator(
        task_id="only",
        retries=0,
    )
