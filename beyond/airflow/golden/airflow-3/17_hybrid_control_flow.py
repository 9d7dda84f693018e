# For Airflow 3. Made by `pnpm teach airflow` from lessons/17_hybrid_control_flow/dag.ts: edit that file, and make this one again.

from airflow.providers.smtp.operators.smtp import EmailOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.providers.standard.sensors.python import PythonSensor
from airflow.sdk import CronDataIntervalTimetable, DAG, PokeReturnValue
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

FILE = "lessons/17_hybrid_control_flow/dag.ts"

with DAG(
    dag_id="17_hybrid_control_flow",
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=pendulum.datetime(2024, 1, 15, tz="UTC"),
    end_date=pendulum.datetime(2024, 1, 15, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:
    validate_input = PythonOperator(
        task_id="validate_input",
        python_callable=run_task,
        retries=0,
    )

    setup_workspace = BashOperator(
        task_id="setup_workspace",
        bash_command=r"""
    mkdir -p workspace data/results
    cat >workspace/process.sh <<'END'
name=$(basename "$1" .csv)
awk -F, -v name="$name" 'NR > 1 && !/^#/ { orders++; total += $2 } END { print name "," orders "," total }' "$1" \
  >"workspace/$name.part" && mv "workspace/$name.part" "data/results/$name.csv"
more=$(sed -n 's/^# goes on in //p' "$1")
[ -z "$more" ] ||
  echo "{\"command\": \"sh workspace/process.sh $more\", \"queuedBy\": \"$AIR_EXECUTOR_TASK\"}" \
    >"$AIR_EXECUTOR_TASKS/$(basename "$more" .csv).json"
END""",
        cwd=FOLDER,
        retries=0,
    )

    process_with_air_executor = PythonOperator(
        task_id="process_with_air_executor",
        python_callable=run_task,
        retries=0,
    )

    wait_for_air_executor = PythonSensor(
        task_id="wait_for_air_executor",
        python_callable=look,
        mode="reschedule",
        poke_interval=5,
        timeout=3600,
        retries=0,
    )

    validate_results = PythonOperator(
        task_id="validate_results",
        python_callable=run_task,
        retries=0,
    )

    update_database = PythonOperator(
        task_id="update_database",
        python_callable=run_task,
        retries=0,
    )

    send_notification = EmailOperator(
        task_id="send_notification",
        to="team@example.com",
        subject="Customer files of {{ds}}: complete",
        html_content="<p>data/report.csv has every file, and so has the database.</p>",
        from_email="daglings@example.com",
        retries=0,
    )

    alert = EmailOperator(
        task_id="alert",
        to="oncall@example.com",
        subject="Customer files of {{ds}}: FAILED",
        html_content="<p>See the log of the task that failed.</p>",
        from_email="daglings@example.com",
        retries=0,
        trigger_rule="one_failed",
    )

    clean_up = BashOperator(
        task_id="clean_up",
        bash_command="rm -rf workspace",
        cwd=FOLDER,
        retries=0,
        trigger_rule="all_done",
    )

    [validate_input, setup_workspace] >> process_with_air_executor
    process_with_air_executor >> wait_for_air_executor
    wait_for_air_executor >> validate_results
    validate_results >> update_database
    update_database >> send_notification
    [validate_input, wait_for_air_executor, validate_results, update_database] >> alert
    update_database >> clean_up
