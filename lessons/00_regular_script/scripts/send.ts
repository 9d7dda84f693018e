// Step 3 as a plain script: mails the statistics, with nodemailer, to the server at SMTP_URL.

import { argv } from "node:process";
import { emailStats, readStats } from "@daglings/lessons";

const day = argv[2] ?? "2019-01-01";

await emailStats({ to: "user@example.com", day, stats: readStats(`data/stats/${day}.csv`) });
