"""What Airflow's own timetables answer to random questions: the next run, and the interval of a run by hand.

    python timetables.py COUNT SEED > ../timetables-2.json

Run it in a venv with Airflow 2.11.2 for the one table, and with 3.3.2 for the other. Instants are UTC. A third of the
dates lie around clock changes, and most of the last intervals are ones that the timetable itself has made.
"""

import json
import os
import random
import sys
from datetime import datetime, timedelta, timezone

os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "ERROR")
os.environ.setdefault("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "sqlite://")

import pendulum
from airflow import __version__
from airflow.timetables import interval, simple, trigger
from airflow.timetables.base import DataInterval, TimeRestriction
from dateutil.relativedelta import relativedelta

VERSION = int(__version__.split(".")[0])
ZONES = ["UTC"] * 4 + [
    "Europe/Amsterdam",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Tehran",
    "Europe/London",
    "America/St_Johns",
    "Pacific/Auckland",
]
PRESETS = ["@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@midnight", "@annually"]
EVERYDAY = [
    "* * * * *", "*/5 * * * *", "*/15 * * * *", "*/20 */4 * * *", "30 * * * *", "0 */2 * * *", "0 */6 * * *",
    "0 6 * * *", "30 2 * * *", "15 1,3 * * *", "0 0 * * MON", "0 0 * * 1-5", "0 9 * * MON-FRI", "0 0 1,15 * *",
    "0 0 */3 * *", "0 0 13 * FRI", "0 0 L * *", "0 0 * * MON#1", "0 0 * * L5", "0 0 29 2 *", "0 2 * * *",
    "0 3 * * SUN", "59 23 * * *", "0 0 1 */3 *", "14,13 2 * * 0", "31 * 16 4 0", "0 0 * * FRI-MON", "0 22-2 * * *",
    "0 6 * * * 30", "*/10 0 * * *", "0 0 31 * *",
]
SECONDS = [60, 300, 900, 3600, 5400, 21600, 86400, 2 * 86400, 3 * 86400, 604800, 100000]
CHANGES = [
    "2019-03-31T01:00", "2019-10-27T01:00", "2019-03-10T07:00", "2019-11-03T06:00", "2019-04-06T15:00",
    "2019-10-05T15:30", "2018-11-04T03:00", "2019-02-17T02:00", "2021-03-21T20:30", "2021-09-21T19:30",
    "2024-03-31T01:00", "2024-10-27T01:00", "2020-09-26T14:00", "2020-04-04T13:00",
]


def random_field(choose, lowest, highest):
    def value():
        return choose.randint(lowest, highest)

    kind = choose.random()
    if kind < 0.5:
        return "*"
    if kind < 0.75:
        return ",".join(str(value()) for _ in range(choose.choice([1, 1, 2])))
    if kind < 0.85:
        return f"{value()}-{value()}"
    return f"*/{choose.choice([2, 3, 4, 5, 7, 10])}"


def random_cron(choose):
    fields = [(0, 59), (0, 23), (1, 28), (1, 12), (0, 6)]
    text = [random_field(choose, *field) for field in fields]
    if choose.random() < 0.6:
        text[0], text[1] = str(choose.randint(0, 59)), str(choose.choice([0, 1, 2, 3, choose.randint(0, 23)]))
    return " ".join(text)


def random_schedule(choose, catchup):
    """As a user of the engine writes it, and the timetable that Airflow makes of it."""
    kind = choose.random()
    if kind < 0.03:
        return choose.choice([None, "@once"])
    if kind < 0.2:
        return choose.choice(PRESETS)
    if kind < 0.45:
        return choose.choice(EVERYDAY)
    if kind < 0.7:
        return random_cron(choose)
    if kind < 0.95 or not (catchup or VERSION == 3):
        return {"seconds": choose.choice(SECONDS)}
    return {"months": choose.choice([1, 2, 3, 6])}


def delta_of(schedule):
    return relativedelta(**schedule) if "months" in schedule else timedelta(**schedule)


def timetable_of(schedule, named, zone):
    tz = pendulum.timezone(zone)
    if schedule is None:
        return simple.NullTimetable()
    if schedule == "@once":
        return simple.OnceTimetable()
    is_trigger = named["timetable"].endswith("TriggerTimetable") if named else VERSION == 3
    length = {"interval": timedelta(**named["interval"])} if named and "interval" in named else {}
    if isinstance(schedule, dict):
        delta = delta_of(schedule)
        return trigger.DeltaTriggerTimetable(delta, **length) if is_trigger else interval.DeltaDataIntervalTimetable(delta)
    if is_trigger:
        return trigger.CronTriggerTimetable(schedule, timezone=tz, **length)
    return interval.CronDataIntervalTimetable(schedule, tz)


def random_name(choose, schedule):
    """A third of the schedules name their timetable, as `schedule=CronTriggerTimetable(…)` does."""
    if schedule is None or schedule == "@once" or choose.random() > 0.33:
        return None
    kind = "Delta" if isinstance(schedule, dict) else "Cron"
    named = {"timetable": kind + choose.choice(["DataIntervalTimetable", "TriggerTimetable"])}
    if named["timetable"].endswith("TriggerTimetable") and choose.random() < 0.4:
        named["interval"] = {"seconds": choose.choice([3600, 86400])}
    return named


def random_instant(choose):
    if choose.random() < 0.35:
        change = pendulum.parse(choose.choice(CHANGES), tz="UTC")
        return change.add(minutes=30 * choose.randint(-60, 60))
    day = pendulum.datetime(2018, 6, 1).add(days=choose.randint(0, 365 * 6))
    kind = choose.random()
    if kind < 0.4:
        return day
    if kind < 0.8:
        return day.add(minutes=15 * choose.randint(0, 95))
    return day.add(seconds=choose.randint(0, 86399))


def text(instant):
    return pendulum.instance(instant).in_timezone("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def pair(each):
    return [text(each.start), text(each.end)]


def question(choose):
    catchup = choose.random() < 0.5
    schedule = random_schedule(choose, catchup)
    named = random_name(choose, schedule)
    zone = choose.choice(ZONES)
    timetable = timetable_of(schedule, named, zone)
    timetable.validate()
    now = random_instant(choose)
    for module in (interval, trigger):
        module.utcnow = lambda: now
    start = random_instant(choose) if choose.random() < 0.85 else None
    if start is None and (VERSION == 3 or schedule == "@once"):
        start = random_instant(choose)
    end = random_instant(choose) if choose.random() < 0.25 else None
    last = None
    if choose.random() < 0.5:
        anchor = TimeRestriction(earliest=random_instant(choose), latest=None, catchup=True)
        if choose.random() < 0.8:
            made = timetable.next_dagrun_info(last_automated_data_interval=None, restriction=anchor)
            last = made and made.data_interval
        else:
            last = DataInterval(anchor.earliest, anchor.earliest.add(minutes=choose.choice([0, 30, 1440])))
    restriction = TimeRestriction(earliest=start, latest=end, catchup=catchup)
    due = timetable.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)
    by_hand = timetable.infer_manual_data_interval(run_after=now)
    return {
        "schedule": schedule,
        **(named or {}),
        "timeZone": zone,
        "start": start and text(start),
        "end": end and text(end),
        "now": text(now),
        "catchup": catchup,
        "last": last and pair(last),
        "next": due and [*pair(due.data_interval), text(due.run_after)],
        "manual": pair(by_hand),
    }


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    choose = random.Random(seed)
    rows = []
    while len(rows) < count:
        state = choose.getstate()
        try:
            rows.append(question(choose))
        except Exception as error:  # croniter finds no date, for example: no answer to compare with
            if choose.getstate() == state:
                raise
            print(f"left out: {error}", file=sys.stderr)
    meta = {"airflow": __version__, "seed": seed, "what": __doc__.split("\n\n")[0]}
    print('{"meta":' + json.dumps(meta) + ',"vectors":[')
    print(",\n".join(json.dumps(row, separators=(",", ":")) for row in rows))
    print("]}")


main()
