// Servers that lessons use, but whose address nobody has given. Within a lesson's run the kit starts them, and in the
// classroom the services are there; a scheduler by itself has none.

import { readLesson, type LessonEntry } from "@daglings/stage";

interface ServerToName {
  readonly need: "events" | "mail" | "exchange";
  readonly variable: string;
  /** What happens to its tasks without it. */
  readonly otherwise: string;
  readonly advice: string;
}

const servers: readonly ServerToName[] = [
  {
    need: "events",
    variable: "EVENTS_API",
    otherwise: "cannot fetch",
    advice: "pnpm events-api starts one: EVENTS_API=http://127.0.0.1:5000",
  },
  {
    need: "mail",
    variable: "SMTP_URL",
    otherwise: "cannot send",
    advice: "name a mail server: SMTP_URL=smtp://127.0.0.1:1025",
  },
  {
    need: "exchange",
    variable: "BINANCE_URL",
    otherwise: "ask the real exchange",
    advice: "pnpm exchange starts a mock: BINANCE_URL=http://127.0.0.1:8090",
  },
];

/** A sentence for each. */
export async function serversToName(
  lessons: readonly LessonEntry[],
  variables: Readonly<Record<string, string | undefined>>,
  command = "pnpm scheduler",
): Promise<string[]> {
  const known = await Promise.all(
    lessons.map(async (entry) => ({ number: entry.number, needs: (await readLesson(entry)).needs })),
  );
  return servers.flatMap(({ need, variable, otherwise, advice }) => {
    const numbers = known.filter(({ needs }) => needs.includes(need)).map(({ number }) => number);
    if (numbers.length === 0 || variables[variable]) return [];
    return [
      `${variable} is not set, and tasks of lesson ${numbers.join(", ")} ${otherwise}; ${advice} ${command} …`,
    ];
  });
}
