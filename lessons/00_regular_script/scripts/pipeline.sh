#!/usr/bin/env bash
# All three steps, one after the other. What it leaves to you: to change the dates, to start it, to look whether it has
# ended well, to find out which step has failed, and to begin again from there. A second mail, or none, is up to luck.
set -eu
day=2019-01-01
next=2019-01-02
here=$(dirname "$0")

bash "$here/fetch.sh" "$day" "$next"
node "$here/calculate.ts" "$day"
node "$here/send.ts" "$day"
