import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EnvironmentError, LeaseLostError, systemClock, UsageError, type Lease } from "@daglings/engine";
import { postgresStore } from "./index.ts";
import { hint, isThere, startServer, type Server } from "./testing.ts";

let server: Server;

beforeAll(async () => {
  if (isThere) server = await startServer();
});
afterAll(() => server?.remove());

const lease: Lease = {
  holder: "me",
  host: "here",
  pid: 1,
  process: "began",
  boot: "boot",
  renewedAt: 500,
  expiresAt: 1000,
  address: null,
};
const nothing = {
  holder: "me",
  dags: [],
  runs: [],
  tasks: [],
  attempts: [],
  xcoms: [],
  assetEvents: [],
  assetQueues: [],
  traces: [],
  events: [],
};
const event = { at: 1, dagId: "dag", runId: null, taskId: null, tryNumber: null, detail: null } as const;
const paused = { ...nothing, events: [{ ...event, state: "paused" }] } as const;

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it was accepted");
}

describe("a URL that cannot be read", () => {
  test.each(["postgres://ann:pa%ss@host/db", "postgres://ann:pass@host:many/db", "mysql://ann:pass@host/db"])(
    "is refused, and no part of it is shown: %s",
    (url) => {
      const error = thrownBy(() => postgresStore(url));
      expect(error).toBeInstanceOf(UsageError);
      expect(String(error)).toMatch(/^UsageError: the URL of the database cannot be read; write postgres:/);
      expect(String(error)).not.toContain("pass@");
    },
  );
});

describe.skipIf(!isThere)(`what is wrong is said in a sentence, without the password${hint}:`, () => {
  const say = (url: string) => {
    const error = thrownBy(() => postgresStore(url));
    expect(error).toBeInstanceOf(EnvironmentError);
    const text = `${String(error)} ${error instanceof Error ? String(error.stack) : ""}`;
    expect(text).not.toContain(server.password);
    expect(text).not.toContain(encodeURIComponent(server.password));
    return String(error);
  };

  test("no server is there", () => {
    const url = server.newDatabase().replace(`:${server.port}`, ":1");
    expect(say(url)).toMatch(
      /^EnvironmentError: postgres:\/\/ann@127\.0\.0\.1:1\/test_\d+: no server answers there \(.*ECONNREFUSED.*\); start it, or name another with --store$/,
    );
  });

  test("the password is wrong", () => {
    const url = `postgres://ann:wrong@127.0.0.1:${server.port}/postgres`;
    expect(say(url)).toBe(
      `EnvironmentError: postgres://ann@127.0.0.1:${server.port}/postgres: the server does not let "ann" in ` +
        `(password authentication failed for user "ann"); check the password, in the URL or in PGPASSWORD`,
    );
  });

  test("there is no such database", () => {
    expect(say(server.url("nowhere"))).toBe(
      `EnvironmentError: postgres://ann@127.0.0.1:${server.port}/nowhere: ` +
        `the server has no database "nowhere"; make it: createdb nowhere`,
    );
  });

  test("the user may not make tables", () => {
    const url = server.newDatabase();
    server.sql(url, "CREATE ROLE bob LOGIN PASSWORD 'secret'");
    expect(say(url.replace(/ann:.*@/, "bob:secret@"))).toMatch(
      /"bob" may not do that \(permission denied for database test_\d+\); let it own the database: ALTER DATABASE "test_\d+" OWNER TO "bob"$/,
    );
  });

  test("its tables are of a newer version", () => {
    const url = server.newDatabase();
    postgresStore(url).close();
    server.sql(url, "UPDATE daglings.version SET version = 99");
    expect(say(url)).toMatch(
      /its tables are of a newer version \(99, this one knows \d+\); update this version$/,
    );
  });

  test("an attempt finds that no scheduler has worked there yet", () => {
    const url = server.newDatabase();
    const error = thrownBy(() => postgresStore(url, { readOnly: true }));
    expect(String(error)).toMatch(
      /no scheduler of this version has worked there yet; start one with --store$/,
    );
  });
});

describe.skipIf(!isThere)(`a store that is open${hint}`, () => {
  const open = () => {
    const url = server.newDatabase();
    const store = postgresStore(url);
    store.takeLease(lease, () => true);
    return { url, store };
  };

  test("survives a connection that is cut", () => {
    const { url, store } = open();
    store.commit(paused);
    server.sql(
      url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'daglings'",
    );
    store.commit(paused);
    expect(store.listEvents({ after: 0, limit: 10 }).map(({ id }) => id)).toEqual([1, 2]);
    store.close();
  });

  test("survives a restart of its server", async () => {
    const { store } = open();
    const restarted = server.restart();
    store.commit(paused); // nothing else happens in this process until it is done
    await restarted;
    store.commit(paused);
    expect(store.listEvents({ after: 0, limit: 10 }).map(({ id }) => id)).toEqual([1, 2]);
    store.close();
  });

  test("says so when the server stays away for longer, and has kept what was committed", () => {
    const { url, store } = open();
    store.commit(paused);
    store.close();
    const impatient = postgresStore(url, { patience: 600 });
    impatient.takeLease(lease, () => true);
    server.stop();
    const error = thrownBy(() => impatient.commit(paused));
    server.start();
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(String(error)).toMatch(
      /\/test_\d+: its server has been gone for \d+ s \(.*ECONNREFUSED.*\); get it running, and start again: what was committed is kept$/,
    );
    impatient.close();
    const next = postgresStore(url);
    expect(next.lastEventId()).toBe(1);
    next.close();
  });

  test("keeps a commit only once if it is asked for again because its answer was lost", () => {
    const { url, store } = open();
    store.commit(paused);
    const changes = JSON.stringify({ event: [{ at: 1, dag_id: "dag", state: "paused" }] });
    const again = (number: number) =>
      server.sql(url, `SET search_path TO daglings; SELECT commit_changes('me', ${number}, '${changes}')`);
    expect([again(1), store.lastEventId()]).toEqual(["t", 1]);
    expect([again(2), store.lastEventId()]).toEqual(["t", 2]);
    store.close();
  });

  test("is fenced in the commit itself: a scheduler that stood still writes nothing more", () => {
    const { url, store } = open();
    const other = postgresStore(url);
    other.takeLease({ ...lease, holder: "other" }, () => false);
    expect(() => store.commit(paused)).toThrow(LeaseLostError);
    expect(other.lastEventId()).toBe(0);
    expect(store.renewLease(lease)).toBe(false);
    store.close();
    other.close();
  });

  test("gives the lease to only one of two that saw the holder die", () => {
    const { url, store } = open();
    const other = postgresStore(url);
    let isFirst = true;
    const taken = store.takeLease({ ...lease, holder: "slow" }, () => {
      if (isFirst) other.takeLease({ ...lease, holder: "quick" }, () => false);
      const isGood = !isFirst;
      isFirst = false;
      return isGood;
    });
    expect(taken.holder).toBe("quick");
    store.close();
    other.close();
  });

  test("keeps texts with characters that PostgreSQL does not have, as closely as it can", () => {
    const { store } = open();
    const key = { dagId: "dag", runId: "run", taskId: "task" };
    const text = "a\0b\ud800";
    const long = "key ".repeat(5000);
    store.commit({
      ...paused,
      events: [{ ...event, state: "paused", detail: text }],
      xcoms: [{ ...key, values: { [text]: { [text]: text }, [long]: "long" } }],
    });
    expect(store.listEvents({ after: 0, limit: 1 })[0]?.detail).toBe("a␀b\ufffd");
    expect(store.findXCom({ ...key, key: text })).toEqual({ value: { [text]: text } });
    expect(store.findXCom({ ...key, key: long })).toEqual({ value: "long" });
    store.close();
  });
});

describe.skipIf(!isThere)(`how long a lease is good for${hint}`, () => {
  const hour = 3_600_000;
  const at = (ahead: number) => {
    const url = server.newDatabase();
    const store = postgresStore(url);
    const expiresAt = systemClock().realTime() + 30_000;
    store.takeLease({ ...lease, expiresAt }, () => true);
    server.sql(url, `UPDATE daglings.lease SET skew = skew + ${ahead}, expires_at = expires_at + ${ahead}`);
    const found = store.findLease();
    store.close();
    return (found?.expiresAt ?? 0) - expiresAt;
  };

  test.each([-hour, 0, hour])("is the same in this calendar if the holder's is %i ms ahead", (ahead) => {
    // Not a whole hour, but what a busy machine takes between two looks at a clock.
    expect(Math.abs(at(ahead))).toBeLessThan(hour / 60);
  });
});
