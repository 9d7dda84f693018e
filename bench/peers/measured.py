# What measured.ts and shapes.ts are for TypeScript: reads the order, lets an engine carry it out, prints how long it took.

import json
import sys
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def order():
    return json.loads(sys.argv[1])


def tell(shape, triggered, ends):
    """`triggered`: when each run was triggered; `ends`: the start and end of each (run, task). All in seconds."""
    runs, length, wide = shape["runs"], shape["length"], shape["isWide"]
    expected = runs * (length + (1 if wide else 0))
    if len(ends) != expected:
        sys.exit(f"Error: {len(ends)} tasks were done instead of {expected}")
    began = ends[0, 0][0] if shape["name"] == "chain" else triggered[0]
    lag = 0
    for run in range(runs):
        for task in range(length):
            ready = triggered[run] if task == 0 or wide else ends[run, task - 1][1]
            lag += ends[run, task][0] - ready
    last = max(end for _, end in ends.values())
    print(json.dumps({"time": (last - began) * 1000, "lag": lag * 1000}))


def work():
    """Does a task's work, and says when."""
    start = time.time()
    fib(10)
    return start, time.time()
