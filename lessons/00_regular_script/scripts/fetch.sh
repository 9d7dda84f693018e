#!/usr/bin/env bash
# Step 1 as a plain script. The day is written here, and somebody changes it each morning, or gives both dates as arguments.
set -eu
day=${1:-2019-01-01}
next=${2:-2019-01-02}

mkdir -p data/events
curl --fail --silent --show-error --output "data/events/$day.json" \
  "$EVENTS_API/events?start_date=$day&end_date=$next"
