"""Files of events, and their statistics by the lecture's own code: read_json, groupby, to_csv.

    python statistics.py COUNT SEED > ../../../lessons/golden/statistics.json

Run it in a venv with pandas 3.1.1. Users are names, texts that look like numbers, JSON's numbers and booleans, texts that
a CSV must quote, and users that are not there.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.pop(0)  # else Python takes this file for its own module of that name

import pandas as pd

NAMES = ["alice", "bob", "Bob", "Zoë", "émile", "李雷", "\U0001f600", "\uffee", "", " ", "  lead", "trail ", "x" * 20]
QUOTED = ['quote"d', "O'Brien, Pat", "new\nline", "return\ralone", "both\r\n", "\r", "\n", ",", '"', "tab\t", "a;b"]
WORDS = ["True", "true", "None", "null", "NA", "nan", "inf", "-inf", "Infinity", "0x10", "1,5", "2019-01-01", "1 2", "-", "e5"]
DIGITS = ["10", "9", "100", "007", "-3", "+4", " 5 ", "1_000", "12345678901234567", "0"]
DECIMALS = ["1.5", "2.0", ".5", "3.", "1e5", "1E-7", "-0.25", "1e300", "nan", "0.1", "123456.789"]


def user(kind, choose):
    return {
        "names": lambda: choose.choice(NAMES),
        "quoted": lambda: choose.choice(QUOTED),
        "words": lambda: choose.choice(WORDS),
        "digits": lambda: choose.choice([*DIGITS, str(choose.randint(0, 2000))]),
        "decimals": lambda: choose.choice([*DECIMALS, str(round(choose.random() * 100, 2))]),
        "wholes": lambda: choose.choice([0, 1, choose.randint(-20, 2000), choose.randint(0, 2**52)]),
        "floats": lambda: choose.choice([0.5, 1.5, -2.25, 1e-7, 1e22, round(choose.random() * 100, 2)]),
        "booleans": lambda: choose.random() < 0.5,
        "none": lambda: None,
        "addresses": lambda: f"192.168.{choose.randint(0, 3)}.{choose.randint(0, 20)}",
    }[kind]()


KINDS = ["names", "quoted", "words", "digits", "decimals", "wholes", "floats", "booleans", "none", "addresses"]


def random_events(choose):
    kinds = choose.choices(KINDS, [6, 4, 2, 4, 2, 3, 2, 2, 2, 2], k=choose.choice([1, 1, 1, 2, 2, 3]))
    users = [user(choose.choice(kinds), choose) for _ in range(choose.choice([1, 2, 4, 8]))]
    if choose.random() < 0.1:
        users = [*users, None]
    day = lambda: f"2019-01-{choose.randint(1, 31 if choose.random() < 0.3 else 3):02}"
    return [[day(), choose.choice(users)] for _ in range(choose.choice([1, 3, 8, 20]))]


def statistics_of(rows, folder):
    input_path, output_path = folder / "events.json", folder / "stats.csv"
    events = [{"date": date, "user": user, "event_type": "click", "value": 1} for date, user in rows]
    input_path.write_text(json.dumps(events))
    events = pd.read_json(input_path)
    stats = events.groupby(["date", "user"]).size().reset_index()
    stats.to_csv(output_path, index=False)
    return output_path.read_bytes().decode()


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    choose = random.Random(seed)
    meta = {"pandas": pd.__version__, "python": sys.version.split()[0], "seed": seed, "what": __doc__.split("\n\n")[0]}
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(count):
            events = random_events(choose)
            row = {"events": events, "csv": statistics_of(events, Path(folder))}
            lines.append(json.dumps(row, separators=(",", ":"), ensure_ascii=False))
    print('{"meta":' + json.dumps(meta) + ',"vectors":[')
    print(",\n".join(lines))
    print("]}")


main()
