// Small changes of this lesson's file that make it wrong, and the check that finds each. For `pnpm teach verify`.

import type { Slip } from "@daglings/lessons";

export const slips: readonly Slip[] = [
  {
    what: "it runs every two minutes",
    change: [["schedule: { minutes: 1 }", "schedule: { minutes: 2 }"]],
    fails: "12.1",
  },
  {
    what: "it asks for another price",
    change: [['averagePriceOf("BTCUSDT"', 'averagePriceOf("ETHUSDT"']],
    fails: "12.2",
  },
  {
    what: "it is tried again once",
    change: [["retries: 3", "retries: 1"]],
    fails: "12.3",
  },
  {
    what: "the task has another name",
    change: [['"fetch_binance_price"', '"fetch_price"']],
    fails: "12.2",
  },
  {
    what: "the exchange is not asked for the price, only whether it is there",
    change: [
      ["import { BinanceClient,", "import { averagePrice,"],
      ["const binance = new BinanceClient();\n", ""],
      [
        'const price = await binance.averagePriceOf("BTCUSDT", dataIntervalStart);',
        `const ping = await fetch(\`\${process.env["BINANCE_URL"] ?? ""}/api/v3/ping\`);
      if (!ping.ok) throw new Error("the exchange is away");
      const price = averagePrice("BTCUSDT", dataIntervalStart.add({ minutes: 1 }));`,
      ],
    ],
    fails: "12.2",
  },
];
