// Agents: first there is a goal; an agent that finds its task too big queues smaller ones and a last one, which waits for
// them and puts their answers together; at the end the answer is reviewed. A real agent would call a model where this one
// counts.

import { hybrid } from "./hybrid.ts";

export default hybrid({
  dagId: "agents",
  prepare: "mkdir -p answers && echo 'count to eight' >goal.txt",
  discover: `cat >agent.sh <<'END'
if [ "$2" -le 2 ]; then echo "$2" >"answers/$1"; exit; fi
half=$(($2 / 2))
air-executor queue --id "$1l" "sh agent.sh $1l $half"
air-executor queue --id "$1r" "sh agent.sh $1r $half"
END
  air-executor queue --id plan "sh agent.sh a 8"`,
  finish: `awk '{ s += $1 } END { print "answer", s }' answers/* | tee report.txt`,
});
