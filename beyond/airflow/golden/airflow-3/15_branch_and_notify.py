# For Airflow 3. Made by `pnpm teach airflow` from lessons/15_branch_and_notify/dag.ts: edit that file, and make this one again.

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.providers.standard.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.sdk import CronDataIntervalTimetable, DAG, PokeReturnValue
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

FILE = "lessons/15_branch_and_notify/dag.ts"

with DAG(
    dag_id="15_weekly_stats",
    schedule=CronDataIntervalTimetable("@weekly", timezone="UTC"),
    start_date=pendulum.datetime(2018, 12, 30, tz="UTC"),
    end_date=pendulum.datetime(2018, 12, 30, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    make_scratch = BashOperator(
        task_id="make_scratch",
        bash_command="mkdir -p scratch/weekly/{{ds}} && echo \"for {{run_id}}\" >scratch/weekly/{{ds}}/what.txt",
        cwd=FOLDER,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    fetch_events = PythonOperator(
        task_id="fetch_events",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    calculate_stats = PythonOperator(
        task_id="calculate_stats",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    remove_scratch = BashOperator(
        task_id="remove_scratch",
        bash_command="rm -rf scratch/weekly/{{ds}}",
        cwd=FOLDER,
        retries=1,
        retry_delay=timedelta(minutes=1),
        trigger_rule="all_done",
        on_failure_callback=call_back("onFailure"),
    )

    mail_week = PythonOperator(
        task_id="mail_week",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    make_scratch >> fetch_events
    fetch_events >> calculate_stats
    calculate_stats >> remove_scratch
    calculate_stats >> mail_week


with DAG(
    dag_id="15_branch_and_notify",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2019, 1, 1, tz="UTC"),
    end_date=pendulum.datetime(2019, 1, 5, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    is_news = ShortCircuitOperator(
        task_id="is_news",
        python_callable=may_go_on,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    tell_chat = PythonOperator(
        task_id="tell_chat",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    choose_readers = BranchPythonOperator(
        task_id="choose_readers",
        python_callable=choose,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    mail_team = PythonOperator(
        task_id="mail_team",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    await_approval = ApprovalOperator(
        task_id="await_approval",
        subject="Mail the statistics of {{ds}} to everyone?",
        response_timeout=timedelta(days=7),
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    mail_everyone = PythonOperator(
        task_id="mail_everyone",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    note_told = PythonOperator(
        task_id="note_told",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        trigger_rule="none_failed_min_one_success",
        on_failure_callback=call_back("onFailure"),
    )

    make_scratch = BashOperator(
        task_id="make_scratch",
        bash_command="mkdir -p scratch/stats/{{ds}} && echo \"for {{run_id}}\" >scratch/stats/{{ds}}/what.txt",
        cwd=FOLDER,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    fetch_events = PythonOperator(
        task_id="fetch_events",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    calculate_stats = PythonOperator(
        task_id="calculate_stats",
        python_callable=run_task,
        retries=1,
        retry_delay=timedelta(minutes=1),
        on_failure_callback=call_back("onFailure"),
    )

    remove_scratch = BashOperator(
        task_id="remove_scratch",
        bash_command="rm -rf scratch/stats/{{ds}}",
        cwd=FOLDER,
        retries=1,
        retry_delay=timedelta(minutes=1),
        trigger_rule="all_done",
        on_failure_callback=call_back("onFailure"),
    )

    calculate_stats >> is_news
    is_news >> tell_chat
    is_news >> choose_readers
    choose_readers >> mail_team
    choose_readers >> await_approval
    await_approval >> mail_everyone
    [tell_chat, mail_team, mail_everyone] >> note_told
    make_scratch >> fetch_events
    fetch_events >> calculate_stats
    calculate_stats >> remove_scratch
