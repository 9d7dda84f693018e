# For Airflow 3. Made by `pnpm teach airflow` from lessons/19_outgrow/dag.ts: edit that file, and make this one again.

from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import CronDataIntervalTimetable, DAG, PokeReturnValue
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

FILE = "lessons/19_outgrow/dag.ts"

with DAG(
    dag_id="19_outgrow",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2019, 1, 1, tz="UTC"),
    end_date=pendulum.datetime(2019, 1, 5, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    fetch_events = PythonOperator(
        task_id="fetch_events",
        python_callable=run_task,
        retries=3,
        retry_delay=timedelta(minutes=1),
        execution_timeout=timedelta(minutes=5),
    )

    calculate_stats = PythonOperator(
        task_id="calculate_stats",
        python_callable=run_task,
        retries=3,
        retry_delay=timedelta(minutes=1),
        execution_timeout=timedelta(minutes=5),
    )

    send_stats = PythonOperator(
        task_id="send_stats",
        python_callable=run_task,
        retries=3,
        retry_delay=timedelta(minutes=1),
        execution_timeout=timedelta(minutes=5),
    )

    fetch_events >> calculate_stats
    calculate_stats >> send_stats
