"""What Airflow 2.11.2 renders: writes templates/golden/*.json. How to run it stands in README.md beside it.

  templates.py                 writes the tables
  templates.py --random 5000 --seed 77   prints other random templates with their answers, for a look beyond the tables
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from pathlib import Path

os.environ.setdefault("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "sqlite://")
os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "False")
os.environ.setdefault("TZ", "UTC")
warnings.filterwarnings("ignore")

import pendulum  # noqa: E402
from airflow import macros  # noqa: E402
from airflow.models.dag import DAG  # noqa: E402

import everyday  # noqa: E402
import formats  # noqa: E402
import random_templates  # noqa: E402
import wrong  # noqa: E402

golden = Path(__file__).parents[3] / "templates" / "golden"

#: Values that templates can use, as JSON. Dates are texts here; `context` makes dates of them.
plain = {
    "ds": "2019-01-03",
    "ds_nodash": "20190103",
    "ts": "2019-01-03T00:00:00+00:00",
    "next_ds": "2019-01-04",
    "prev_ds": None,
    "run_id": "scheduled__2019-01-03T00:00:00+00:00",
    "text": "Hello, World",
    "lines": "first line\nsecond line\n\nlast",
    "empty": "",
    "word": "data",
    "quoted": "it's \"so\"",
    "accents": "Zoë naïve ÆØ 日本 😀",
    "html": "<a href='x'>1 & 2</a>",
    "number": 42,
    "zero": 0,
    "negative": -7,
    "half": 2.5,
    "pi": 3.14159,
    "tiny": 0.00001,
    "large": 12345678901,
    "yes": True,
    "no": False,
    "nothing": None,
    "names": ["x", "b", "A", "c"],
    "numbers": [3, 1, 2, 3],
    "mixed": [1, "two", None, True, 2.5, ["deep"]],
    "nested": {"k": "v", "list": [1, 2], "dict": {"deep": "yes"}},
    "counts": {"b": 2, "a": 10, "C": 3},
    "users": [
        {"name": "Ann", "age": 31, "active": True},
        {"name": "bob", "age": 27, "active": False},
        {"name": "Cy", "age": 31, "active": True},
    ],
    "params": {"a": 1, "b": "three", "flag": True, "names": ["x", "y"], "nested": {"k": "v"}},
    "no_items": [],
    "no_keys": {},
}

dates = {
    "logical_date": "2019-01-03T00:00:00+00:00",
    "execution_date": "2019-01-03T00:00:00+00:00",
    "data_interval_start": "2019-01-03T00:00:00+00:00",
    "data_interval_end": "2019-01-04T00:00:00+00:00",
    "prev_execution_date": "2019-01-02T00:00:00+00:00",
    "moment": "2024-02-29T13:07:09.012345+00:00",
    "local": "2019-07-01T15:30:00+02:00[Europe/Amsterdam]",
    "evening": "2021-11-21T23:05:00+00:00",
}


def date_of(text: str):
    zone = re.search(r"\[(.*)\]", text)
    return pendulum.parse(re.sub(r"\[.*\]", "", text)).in_timezone(zone[1] if zone else "UTC")


def context() -> dict:
    """Anew for each template: some change their values."""
    values = json.loads(json.dumps(plain))
    return {**values, **{name: date_of(text) for name, text in dates.items()}, "macros": macros}


environment = DAG("golden", schedule=None).get_template_env()

#: What has an address in memory, or another answer at each run, is no table's affair.
random_answer = re.compile(r" at 0x[0-9a-f]+")


def render(template: str):
    """The text, or {"error": …}; None where the answer is another one each time."""
    try:
        text = environment.from_string(template).render(context())
    except RecursionError:
        return {"error": "RecursionError"}
    except Exception as error:  # noqa: BLE001
        return {"error": random_answer.sub("", f"{type(error).__name__}: {error}").replace(os.getcwd(), ".")[:160]}
    return None if random_answer.search(text) else text


def vectors(templates) -> list:
    seen, rows = set(), []
    for template in templates:
        if template in seen:
            continue
        seen.add(template)
        answer = render(template)
        if answer is not None and len(json.dumps(answer)) < 2000:
            rows.append([template, answer])
    return rows


def write(name: str, templates, what: str) -> None:
    rows = vectors(templates)
    meta = {"what": what, "variables": plain, "dates": dates}
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    head = json.dumps(meta, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    (golden / name).write_text(f'{{\n  "meta": {head},\n  "vectors": [\n{lines}\n  ]\n}}\n', encoding="utf8")
    errors = sum(1 for row in rows if isinstance(row[1], dict))
    print(f"{name}: {len(rows)} templates, {errors} of them errors")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.random:
        rows = vectors(random_templates.templates(options.random, options.seed))
        json.dump({"meta": {"variables": plain, "dates": dates}, "vectors": rows}, sys.stdout, ensure_ascii=False)
        return
    origin = "What Airflow 2.11.2 (Jinja 3.1.6, pendulum 3.3.0, Python 3.11) renders. An object means an error, in its words."
    write("everyday.json", everyday.templates(), f"Templates that people write. {origin}")
    write("wrong.json", wrong.templates(), f"Templates with a mistake in them. {origin}")
    write("formats.json", formats.templates(), f"How values and dates print and are formatted. {origin}")
    write("random.json", random_templates.templates(3000, 1), f"Templates made at random, by a grammar. {origin}")


if __name__ == "__main__":
    main()
