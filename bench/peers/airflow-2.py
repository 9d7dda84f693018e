# Airflow 2.11 out of the box: SQLite, the sequential executor, and a DAG for each run.

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from measured import order, tell

asked = order()
shape, home = asked["shape"], Path(asked["folder"])
os.environ.update(
    PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",  # it calls its own command by name
    AIRFLOW_HOME=str(home),
    AIRFLOW__CORE__LOAD_EXAMPLES="false",
    AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION="false",
    AIRFLOW__LOGGING__LOGGING_LEVEL="ERROR",
    AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK="false",
)
ends_file = home / "ends.txt"
(home / "dags").mkdir()
(home / "dags" / "bench.py").write_text(f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from datetime import datetime
from airflow import DAG
from airflow.operators.python import PythonOperator
from measured import work

def do(run, number):
    start, end = work()
    with open({str(ends_file)!r}, "a") as file:
        file.write(f"{{run}} {{number}} {{start}} {{end}}\\n")

for run in range({shape["runs"]}):
    with DAG(f"bench_{{run}}", start_date=datetime(2026, 1, 1), schedule="@once") as dag:
        def task(number):
            return PythonOperator(task_id=f"t{{number}}", python_callable=do, op_args=[run, number])
        if {shape["isWide"]}:
            [task(number) for number in range({shape["length"]})] >> task({shape["length"]})
        else:
            last = task(0)
            for number in range(1, {shape["length"]}):
                last = last >> task(number)
    globals()[dag.dag_id] = dag
""")
airflow = [sys.executable, "-m", "airflow"]
subprocess.run([*airflow, "db", "migrate"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
began = time.time()
with open(home / "scheduler.log", "w") as log:
    scheduler = subprocess.Popen([*airflow, "scheduler"], stdout=log, stderr=log, start_new_session=True)
expected = shape["runs"] * (shape["length"] + (1 if shape["isWide"] else 0))
lines = []
try:
    while len(lines) < expected:
        time.sleep(0.2)
        lines = ends_file.read_text().splitlines() if ends_file.exists() else []
        if scheduler.poll() is not None:
            sys.exit(f"Error: the scheduler ended with exit code {scheduler.returncode}")
finally:
    scheduler.terminate()  # it ends the processes that it has started, which are in other groups
    try:
        scheduler.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(scheduler.pid, signal.SIGKILL)
ends = {}
for line in lines:
    run, number, start, end = line.split()
    ends[int(run), int(number)] = (float(start), float(end))
tell(shape, {run: began for run in range(shape["runs"])}, ends)
