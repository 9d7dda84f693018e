"""What a real Prefect does, case by case: which states flows and tasks go through, what is called, and what is thrown.

    PREFECT_API_URL=http://127.0.0.1:4200/api python observe.py > ../prefect.json

with `prefect server start --no-ui` beside it. Waits are real: the whole table takes a minute or two.
"""

import json
import logging
import re
import threading
import time
from datetime import timedelta

import prefect
from prefect import allow_failure, flow, task, unmapped
from prefect.flow_engine import FlowRunEngine
from prefect.states import Cancelled, Completed, Failed
from prefect.task_engine import SyncTaskRunEngine
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

logging.disable(logging.CRITICAL)

cases = {}
seen = {}  # what has been seen of the current case
lock = threading.Lock()


def note(kind, run, state):
    with lock:
        name = {"name": run.task_key.split("-")[0].split(".")[-1]} if kind == "tasks" else {}
        entry = seen[kind].setdefault(run.id.hex, {**name, "states": []})
        entry["states"].append([state.type.value, state.name])
        entry["message"] = state.message and re.sub(r"'[0-9a-f-]{36}'", "'…'", state.message)


def wrap(engine, kind, run_of):
    original = engine.set_state

    def set_state(self, state, force=False):
        run = run_of(self)
        with lock:
            known = run.id.hex in seen[kind]
        if not known and run.state is not None:
            note(kind, run, run.state)
        result = original(self, state, force=force)
        note(kind, run, result)
        return result

    engine.set_state = set_state


wrap(SyncTaskRunEngine, "tasks", lambda engine: engine.task_run)
wrap(FlowRunEngine, "flows", lambda engine: engine.flow_run)


def case(function):
    cases[function.__name__] = function
    return function


def describe(value):
    if isinstance(value, prefect.State):
        return {"state": [value.type.value, value.name]}
    if isinstance(value, BaseException):
        return {"error": f"{type(value).__name__}: {value}"}
    if isinstance(value, (list, tuple)):
        return [describe(each) for each in value]
    if isinstance(value, dict):
        return {key: describe(each) for key, each in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return type(value).__name__


def run(name, function):
    global seen
    seen = {"tasks": {}, "flows": {}, "calls": []}
    try:
        returned = describe(function())
    except BaseException as error:  # what a flow throws is part of the table
        returned = describe(error)
    time.sleep(0.05)
    return {
        "case": name,
        "returned": returned,
        "calls": seen["calls"],
        "flows": list(seen["flows"].values()),
        "tasks": list(seen["tasks"].values()),
    }


def call(what):
    with lock:
        seen["calls"].append(what)
        return len([each for each in seen["calls"] if each == what])


@task
def works(value=1):
    call("works")
    return value


@task
def fails(value=1):
    call("fails")
    raise RuntimeError("boom")


def failing(times, **options):
    @task(**options)
    def flaky():
        if call("flaky") <= times:
            raise RuntimeError("boom")
        return "fine"

    return flaky


def state_of(body, *arguments, **options):
    return flow(**options)(body)(*arguments, return_state=True)


@case
def task_succeeds():
    def body():
        return works(5)

    return state_of(body)


@case
def retried_without_delay():
    def body():
        return failing(2, retries=2)()

    return state_of(body)


@case
def retried_with_delay():
    def body():
        return failing(2, retries=2, retry_delay_seconds=0.1)()

    return state_of(body)


@case
def retried_in_vain():
    def body():
        return failing(9, retries=2, retry_delay_seconds=[0.1, 0.2])()

    return state_of(body)


@case
def retry_condition_false():
    def body():
        return failing(9, retries=2, retry_condition_fn=lambda task, run, state: False)()

    return state_of(body)


@case
def retry_condition_error():
    def condition(task, run, state):
        raise ValueError("bad condition")

    def body():
        return failing(9, retries=2, retry_condition_fn=condition)()

    return state_of(body)


@case
def backoff_of_ten_at_most():
    return exponential_backoff(2)(12)


@case
def times_out():
    def body():
        @task(timeout_seconds=0.3)
        def slow():
            call("slow")
            for _ in range(20):
                time.sleep(0.05)

        return slow()

    return state_of(body)


@case
def times_out_and_is_retried():
    def body():
        @task(timeout_seconds=0.3, retries=1)
        def slow():
            if call("slow") == 1:
                for _ in range(20):
                    time.sleep(0.05)
            return "fine"

        return slow()

    return state_of(body)


@case
def task_fails_flow_fails():
    def body():
        fails()

    return state_of(body)


@case
def failure_caught():
    def body():
        try:
            fails()
        except RuntimeError:
            return "caught"

    return state_of(body)


@case
def failed_future_ignored():
    def body():
        fails.submit()

    return state_of(body)


@case
def failed_future_waited_for():
    def body():
        fails.submit().wait()

    return state_of(body)


@case
def failed_future_returned():
    def body():
        return fails.submit()

    return state_of(body)


@case
def list_with_one_failed_returned():
    def body():
        return [works.submit(), fails.submit()]

    return state_of(body)


@case
def list_with_failed_and_value_returned():
    def body():
        return [fails.submit(), 5]

    return state_of(body)


@case
def dictionary_with_failed_returned():
    def body():
        return {"one": fails.submit()}

    return state_of(body)


@case
def nested_list_with_failed_returned():
    def body():
        return [[fails.submit()]]

    return state_of(body)


@case
def tuple_with_failed_returned():
    def body():
        return (works.submit(), fails.submit())

    return state_of(body)


@case
def all_completed_returned():
    def body():
        return [works.submit(), works.submit()]

    return state_of(body)


@case
def empty_list_returned():
    def body():
        return []

    return state_of(body)


@case
def state_returned():
    def body():
        return fails(return_state=True)

    return state_of(body)


@case
def state_not_returned():
    def body():
        fails(return_state=True)

    return state_of(body)


@case
def own_state_returned():
    def body():
        return Completed(name="Odd", message="as it was")

    return state_of(body)


@case
def own_failed_state_returned():
    def body():
        return Failed(message="so it is")

    return state_of(body)


@case
def list_of_cancelled_and_failed_returned():
    def body():
        return [Cancelled(), Failed()]

    return state_of(body)


@case
def task_returns_failed_state():
    def body():
        @task
        def says():
            call("says")
            return Failed(message="I say so")

        return says.submit()

    return state_of(body)


@case
def task_returns_failed_state_and_is_retried():
    def body():
        @task(retries=1)
        def says():
            return Failed(message="I say so") if call("says") == 1 else "fine"

        return says.submit()

    return state_of(body)


@case
def exception_returned():
    def body():
        return RuntimeError("returned, and not raised")

    return state_of(body)


@case
def depends_on_failed():
    def body():
        return works.submit(fails.submit())

    return state_of(body)


@case
def waits_for_failed():
    def body():
        return works.submit(1, wait_for=[fails.submit()])

    return state_of(body)


@case
def depends_on_not_ready():
    def body():
        first = works.submit(fails.submit())
        return works.submit(first)

    return state_of(body)


@case
def failure_allowed():
    def body():
        @task
        def sees(value):
            call(f"sees {type(value).__name__}")
            return str(value)

        return sees.submit(allow_failure(fails.submit()))

    return state_of(body)


@case
def failure_allowed_in_wait_for():
    def body():
        return works.submit(1, wait_for=[allow_failure(fails.submit())])

    return state_of(body)


@case
def result_of_not_ready():
    def body():
        return works.submit(fails.submit()).result()

    return state_of(body)


@case
def result_of_failed():
    def body():
        return fails.submit().result()

    return state_of(body)


@case
def result_without_raising():
    def body():
        return describe(fails.submit().result(raise_on_failure=False))

    return state_of(body)


@case
def future_in_list_argument():
    def body():
        @task
        def total(values):
            return sum(values)

        return total.submit([works.submit(1), works.submit(2), 3]).result()

    return state_of(body)


@case
def cached_second_time():
    def body():
        @task(cache_key_fn=lambda context, parameters: f"second-{began}")
        def slow(value):
            call(f"slow {value}")
            return value

        return [slow(1), slow(2)]

    began = time.time()
    return state_of(body)


@case
def cache_shared_by_two_tasks():
    def body():
        key = lambda context, parameters: f"shared-{began}"

        @task(cache_key_fn=key)
        def one():
            call("one")
            return 1

        @task(cache_key_fn=key)
        def two():
            call("two")
            return 2

        return [one(), two()]

    began = time.time()
    return state_of(body)


@case
def cache_expired():
    def body():
        @task(cache_key_fn=lambda context, parameters: f"expired-{began}", cache_expiration=timedelta(seconds=0.5))
        def slow():
            return call("slow")

        first, second = slow(), slow()
        time.sleep(0.8)
        return [first, second, slow()]

    began = time.time()
    return state_of(body)


@case
def failure_is_not_cached():
    def body():
        @task(cache_key_fn=lambda context, parameters: f"failed-{began}")
        def flaky():
            if call("flaky") == 1:
                raise RuntimeError("boom")
            return "fine"

        flaky(return_state=True)
        return flaky()

    began = time.time()
    return state_of(body)


@case
def cache_key_none():
    def body():
        @task(cache_key_fn=lambda context, parameters: None)
        def slow():
            return call("slow")

        return [slow(), slow()]

    return state_of(body)


@case
def called_twice_without_cache():
    def body():
        return [works(1), works(1)]

    return state_of(body)


@case
def mapped():
    def body():
        return [each.result() for each in works.map([1, 2, 3])]

    return state_of(body)


@case
def mapped_with_unmapped():
    def body():
        @task
        def both(a, b):
            return [a, b]

        return [each.result() for each in both.map([1, 2], unmapped([7, 8]))]

    return state_of(body)


@case
def mapped_lengths_differ():
    def body():
        @task
        def both(a, b):
            return [a, b]

        return [each.result() for each in both.map([1, 2], [1, 2, 3])]

    return state_of(body)


@case
def mapped_without_a_list():
    def body():
        return [each.result() for each in works.map(5)]

    return state_of(body)


@case
def mapped_over_a_future():
    def body():
        @task
        def several():
            return [1, 2]

        return [each.result() for each in works.map(several.submit())]

    return state_of(body)


@case
def mapped_over_failed():
    def body():
        return works.map([fails.submit(), 2])

    return state_of(body)


@case
def two_workers_five_tasks():
    def body():
        @task
        def slow(number):
            call(f"start {number}")
            time.sleep(0.3 if number != 2 else 0.45)
            return number

        return [each.result() for each in slow.map([1, 2, 3, 4, 5])]

    return state_of(body, task_runner=ThreadPoolTaskRunner(max_workers=2))


@case
def waiting_holds_a_worker():
    def body():
        @task
        def slow(number, other=None):
            call(f"start {number}")
            time.sleep(0.3)
            return number

        first = slow.submit(1)
        second = slow.submit(2, first)
        third = slow.submit(3)
        return [each.result() for each in (first, second, third)]

    return state_of(body, task_runner=ThreadPoolTaskRunner(max_workers=2))


@case
def awaiting_retry_holds_a_worker():
    def body():
        flaky = failing(1, retries=1, retry_delay_seconds=0.5)
        first = flaky.submit()
        second = works.submit(2)
        return [first.result(), second.result()]

    return state_of(body, task_runner=ThreadPoolTaskRunner(max_workers=1))


@case
def futures_nobody_awaits():
    def body():
        @task
        def slow(number):
            call(f"start {number}")
            time.sleep(0.3)
            call(f"end {number}")

        for number in (1, 2, 3):
            slow.submit(number)

    return state_of(body, task_runner=ThreadPoolTaskRunner(max_workers=2))


@case
def subflow_succeeds():
    def body():
        return child(4)

    return state_of(body)


@flow
def child(value):
    call("child")
    return works(value)


@flow
def failing_child():
    call("failing_child")
    fails()


@case
def subflow_fails():
    def body():
        failing_child()

    return state_of(body)


@case
def subflow_state_not_returned():
    def body():
        failing_child(return_state=True)

    return state_of(body)


@case
def subflow_state_returned():
    def body():
        return failing_child(return_state=True)

    return state_of(body)


@case
def task_calls_task():
    def body():
        @task
        def outer():
            return works(3)

        return outer()

    return state_of(body)


@case
def flow_retried():
    def body():
        works(1)
        if call("body") == 1:
            raise RuntimeError("boom")
        return "fine"

    return state_of(body, retries=1)


@case
def flow_retried_with_delay():
    def body():
        if call("body") == 1:
            raise RuntimeError("boom")
        return "fine"

    return state_of(body, retries=1, retry_delay_seconds=0.2)


@case
def flow_retried_after_returned_failure():
    def body():
        return Failed(message="I say so") if call("body") == 1 else "fine"

    return state_of(body, retries=1)


@case
def flow_times_out():
    def body():
        for _ in range(20):
            time.sleep(0.05)

    return state_of(body, timeout_seconds=0.3)


@case
def flow_fails_plainly():
    def body():
        raise ValueError("wrong")

    return flow(body)()


@case
def flow_returns_failed_plainly():
    def body():
        return fails.submit()

    return flow(body)()


@case
def flow_returns_values_plainly():
    def body():
        return {"one": works.submit(1), "list": [works.submit(2), 3]}

    return flow(body)()


@case
def parameters_coerced():
    @flow
    def typed(number: int, day: str = "2019-01-01"):
        return [number, day]

    return typed("3")


@case
def parameters_invalid():
    @flow
    def typed(number: int):
        return number

    return type_of_error(lambda: typed("three"))


@case
def parameters_invalid_state():
    @flow
    def typed(number: int):
        return number

    return typed("three", return_state=True)


@case
def parameters_missing():
    @flow
    def typed(number: int):
        return number

    return type_of_error(lambda: typed())


@case
def task_outside_a_flow():
    return works(8)


def type_of_error(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    lines = [json.dumps(run(*each), ensure_ascii=False) for each in cases.items()]
    print(f'{{"prefect": "{prefect.__version__}", "cases": [\n' + ",\n".join(lines) + "\n]}")
