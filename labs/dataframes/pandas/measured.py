# The process in which pandas is measured, as src/measured.ts is for the libraries: what it needs as one JSON object.

import json
import resource
import sys
import time
from importlib.metadata import distribution
from pathlib import Path
from re import match

began = time.perf_counter()
import pandas  # noqa: E402

loaded = time.perf_counter()
from calculate_stats import count_events  # noqa: E402

input_path, output_path, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])


def timed():
    start = time.perf_counter()
    count_events(input_path, output_path)
    return 1000 * (time.perf_counter() - start)


def size_of(name, seen):
    """Of a package with what comes along, in bytes."""
    if name in seen:
        return 0
    seen.add(name)
    found = distribution(name)
    own = sum(path.stat().st_size for path in map(lambda file: Path(file.locate()), found.files or []) if path.is_file())
    needed = [need for need in found.requires or [] if "extra ==" not in need and "sys_platform" not in need]
    return own + sum(size_of(match(r"[\w.-]+", need)[0].lower(), seen) for need in needed)


times = [timed() for _ in range(runs)]
facts = {
    "load": 1000 * (loaded - began),
    "times": times,
    "peak": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "version": pandas.__version__,
    "size": size_of("pandas", set()),
}
print(json.dumps(facts))
