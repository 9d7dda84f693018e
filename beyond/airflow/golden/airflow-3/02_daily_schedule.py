# For Airflow 3. Made by `pnpm teach airflow` from lessons/02_daily_schedule/dag.ts: edit that file, and make this one again.

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import CronDataIntervalTimetable, DAG, PokeReturnValue
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

FILE = "lessons/02_daily_schedule/dag.ts"

with DAG(
    dag_id="02_daily_schedule",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2019, 1, 1, tz="UTC"),
    end_date=pendulum.datetime(2019, 1, 5, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    fetch_events = BashOperator(
        task_id="fetch_events",
        bash_command=r"""
    mkdir -p data &&
    curl --fail --silent --show-error --output data/events.json.$$ \
      "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json""",
        cwd=FOLDER,
        retries=0,
    )

    calculate_stats = PythonOperator(
        task_id="calculate_stats",
        python_callable=run_task,
        retries=0,
    )

    fetch_events >> calculate_stats
