// Crawling: first the sites are listed and storage is made; the first page says how many there are, and each is fetched by
// its own task; at the end the findings are deduplicated. The site is a folder here.

import { hybrid } from "./hybrid.ts";

export default hybrid({
  dagId: "crawling",
  prepare: `mkdir -p site found && for i in 1 2 3 4 5 6 7; do printf 'item %s\\nitem %s\\n' $i $((i + 1)) >site/page-$i; done; echo 7 >site/pages`,
  discover: `for i in $(seq 1 $(cat site/pages)); do
    echo "{\\"id\\": \\"page-$i\\", \\"command\\": \\"cp site/page-$i found/\\"}"
  done | air-executor queue --file -`,
  finish: `sort -u found/* >items.txt && echo "items $(wc -l <items.txt | tr -d ' ')" | tee report.txt`,
});
