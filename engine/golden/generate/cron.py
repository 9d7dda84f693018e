"""Which cron expressions croniter, Airflow's reader of them, takes, and when they fire next and before.

    python cron.py COUNT SEED > ../cron-vectors.json

Run it in a venv with croniter 6.0.0. A row is [expression, from, next, previous]; an expression that is refused has
nothing but its text. Left out, since the engine refuses them or differs on purpose (docs/architecture.md): years as a
seventh field, "r" for a random value, and a day 0 where there are seconds. And around the end of February croniter 6
misses days that there are: a row with a day of the month is never from February or March.
"""

import json
import random
import sys
from datetime import datetime, timedelta

from croniter import croniter

RANGES = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7), (0, 59)]
WORDS = {3: "JAN feb Mar APR may JUN jul Aug SEP oct NOV DEC".split(), 4: "SUN mon TUE wed Thu FRI sat".split()}
ODD = "? h -5 1- /3 */ *-5 5-10/ 1--3 01 007 1.5 */5/3 a L L5 * 5L 15W LW L-3 FRI-MON 22-2 5-5".split() + [""]
PRESETS = "@midnight @annually @Daily @daily @hourly @weekly @monthly @yearly @WEEKLY @never".split() + [" @daily"]


def value(choose, index):
    if index in WORDS and choose.random() < 0.3:
        return choose.choice(WORDS[index])
    lowest, highest = RANGES[index]
    return str(choose.randint(lowest, highest + (3 if choose.random() < 0.03 else 0)))


def part(choose, index):
    def one():
        return value(choose, index)

    kind = choose.random()
    if kind < 0.35:
        return one()
    if kind < 0.6:
        return f"{one()}-{one()}"
    if kind < 0.7:
        return f"*/{choose.choice([0, 1, 2, 3, 4, 5, 7, 10, 15, 20])}"
    if kind < 0.78:
        return f"{one()}/{choose.randint(1, 12)}"
    if kind < 0.88:
        return f"{one()}-{one()}/{choose.randint(1, 8)}"
    if kind < 0.92 and index == 4:
        return choose.choice([f"{one()}#{choose.randint(0, 6)}", f"L{choose.randint(0, 7)}", f"{one()}-{one()}#2"])
    if kind < 0.92 and index == 2:
        return choose.choice(["L", "l", "1-L", "10-l/3"])
    return choose.choice(ODD) if kind < 0.94 else "*"


def field(choose, index):
    if choose.random() < 0.45:
        return "*"
    return ",".join(part(choose, index) for _ in range(choose.choice([1, 1, 1, 1, 2, 3])))


def expression(choose):
    if choose.random() < 0.02:
        return choose.choice(PRESETS)
    count = 5 if choose.random() < 0.85 else choose.choice([4, 6, 6, 6, 6])
    fields = [field(choose, index) for index in range(count)]
    if choose.random() < 0.6:
        fields[:2] = [str(choose.randint(0, 59)), str(choose.randint(0, 23))]
    return (" " if choose.random() < 0.95 else "  ").join(fields)


def text(instant):
    return instant.isoformat() + "Z"


def row(choose):
    each = expression(choose)
    at = datetime(1999, 1, 1) + timedelta(seconds=choose.randint(0, 45 * 365 * 86400))
    if choose.random() < 0.2:
        at = at.replace(hour=0, minute=0, second=0)
    try:
        croniter(each)
    except Exception:
        return [each]
    if croniter(each).expanded[2] != ["*"] and at.month in (2, 3):
        at = at.replace(month=8)
    following, before = (getattr(croniter(each, at), way)(datetime) for way in ("get_next", "get_prev"))
    return [each, text(at), text(following), text(before)]


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    choose = random.Random(seed)
    rows = []
    while len(rows) < count:
        try:
            rows.append(row(choose))
        except Exception as error:  # no date within fifty years
            print(f"left out: {error}", file=sys.stderr)
    meta = {"croniter": "6.0.0", "seed": seed, "what": __doc__.split("\n\n")[0]}
    print('{"meta":' + json.dumps(meta) + ',"vectors":[')
    print(",\n".join(json.dumps(each, separators=(",", ":")) for each in rows))
    print("]}")


main()
