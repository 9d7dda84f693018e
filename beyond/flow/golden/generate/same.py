"""The pipeline of the README in Prefect, run to check that it is right:

PREFECT_API_URL=http://127.0.0.1:4200/api python same.py
"""

import json
from datetime import timedelta

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

tries = {}


def key(context, parameters):
    return f"events of {parameters['day']}"


@task(retries=3, retry_delay_seconds=exponential_backoff(1), cache_key_fn=key, cache_expiration=timedelta(days=1))
def fetch_events(day):
    tries[day] = tries.get(day, 0) + 1
    if tries[day] == 1:
        raise RuntimeError("not yet")
    return [day, day]


@task
def count_events(events):
    return len(events)


@flow(task_runner=ThreadPoolTaskRunner(max_workers=4))
def pipeline(days: list[str]):
    events = fetch_events.map(days)
    return [count_events.submit(each).result() for each in events]


if __name__ == "__main__":
    days = ["2019-01-01", "2019-01-02"]
    results = [pipeline(days), pipeline(days)]
    print(json.dumps({"results": results, "tries": tries}))
