# For Airflow 2. Made by `pnpm teach airflow` from lessons/12_binance_fetch_minute/dag.ts: edit that file, and make this one again.

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.python import PythonOperator
from airflow.sensors.base import PokeReturnValue
from airflow.timetables.interval import DeltaDataIntervalTimetable

FILE = "lessons/12_binance_fetch_minute/dag.ts"

with DAG(
    dag_id="12_binance_fetch_minute",
    schedule=DeltaDataIntervalTimetable(timedelta(minutes=1)),
    start_date=pendulum.datetime(2024, 1, 15, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    fetch_binance_price = PythonOperator(
        task_id="fetch_binance_price",
        python_callable=run_task,
        retries=3,
        retry_delay=timedelta(minutes=1),
    )
