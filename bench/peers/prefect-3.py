# Prefect 3: each run is a flow, each task one of its tasks, with its own server in this process's folder.

import os
import time
from concurrent.futures import ThreadPoolExecutor

from measured import order, tell, work

asked = order()
shape = asked["shape"]
os.environ.update(
    PREFECT_HOME=asked["folder"],
    PREFECT_LOGGING_LEVEL="ERROR",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120",
)

from prefect import flow, task  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

ends = {}
triggered = {}


@task
def do(run, number, after):
    ends[run, number] = work()


@flow(task_runner=ThreadPoolTaskRunner(max_workers=shape["length"] if shape["isWide"] else 16))
def bench(run):
    length = shape["length"]
    if shape["isWide"]:
        futures = [do.submit(run, number, None) for number in range(length)]
        do.submit(run, length, futures).wait()
    else:
        for number in range(length):
            do(run, number, None)


@flow
def warm():
    pass


warm()  # starts the server
# Its server keeps all in one SQLite file, and refuses requests when more flows than these write to it at once.
with ThreadPoolExecutor(4) as pool:
    started = []
    for run in range(shape["runs"]):
        triggered[run] = time.time()
        started.append(pool.submit(bench, run))
    for each in started:
        each.result()
tell(shape, triggered, ends)
