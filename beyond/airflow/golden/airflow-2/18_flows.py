# For Airflow 2. Made by `pnpm teach airflow` from lessons/18_flows/dag.ts: edit that file, and make this one again.

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.python import PythonOperator
from airflow.sensors.base import PokeReturnValue
from airflow.timetables.interval import CronDataIntervalTimetable

FILE = "lessons/18_flows/dag.ts"

with DAG(
    dag_id="18_flows",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2019, 1, 1, tz="UTC"),
    end_date=pendulum.datetime(2019, 1, 5, tz="UTC"),
    catchup=True,
    max_active_runs=1,
    max_active_tasks=16,
) as dag:
    run_pipeline = PythonOperator(
        task_id="run_pipeline",
        python_callable=run_task,
        retries=0,
    )
