# For Airflow 2. Made by `pnpm teach airflow` from lessons/14_binance_calculate_daily/dag.ts: edit that file, and make this one again.

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.python import PythonOperator
from airflow.sensors.base import PokeReturnValue
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.timetables.interval import CronDataIntervalTimetable

FILE = "lessons/14_binance_calculate_daily/dag.ts"

with DAG(
    dag_id="14_binance_calculate_daily",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2024, 1, 15, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    wait_for_hours = ExternalTaskSensor(
        task_id="wait_for_hours",
        external_dag_id="13_binance_calculate_hourly",
        execution_date_fn=dates,
        allowed_states=["success", "failed"],
        mode="reschedule",
        poke_interval=20,
        timeout=1800,
        soft_fail=True,
        retries=2,
        retry_delay=timedelta(minutes=10),
    )

    calculate_daily_average = PythonOperator(
        task_id="calculate_daily_average",
        python_callable=run_task,
        retries=2,
        retry_delay=timedelta(minutes=10),
        trigger_rule="none_failed",
    )

    wait_for_hours >> calculate_daily_average
