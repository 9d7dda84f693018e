import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Setting, Store } from "./ports.ts";
import {
  connectionNamed,
  environmentName,
  isSecretName,
  parseConnection,
  settingNames,
  variableNamed,
} from "./settings.ts";
import { memoryStore } from "./store/memory.ts";
import { refusalOf } from "@daglings/words/testing";

afterEach(() => vi.unstubAllEnvs());

function storeWith(...settings: Partial<Setting>[]): Store {
  const store = memoryStore();
  for (const setting of settings) {
    store.saveSetting({ kind: "variable", name: "region", value: "eu", secret: false, ...setting });
  }
  return store;
}

describe("a variable", () => {
  test("comes from the environment before the store", () => {
    const store = storeWith({ value: "from the store" });
    expect(variableNamed(store, "region")).toBe("from the store");
    vi.stubEnv("DAGLINGS_VAR_REGION", "from the environment");
    expect(variableNamed(store, "region")).toBe("from the environment");
    expect(variableNamed(store, "other")).toBeUndefined();
  });

  test("may be empty", () => {
    vi.stubEnv("DAGLINGS_VAR_REGION", "");
    expect(variableNamed(storeWith({}), "region")).toBe("");
  });

  test("is not mixed up with a connection of the same name", () => {
    const store = storeWith({ kind: "connection", value: "http://shop" });
    expect(variableNamed(store, "region")).toBeUndefined();
    expect(connectionNamed(store, "region")?.host).toBe("shop");
  });

  test("is listed with the others, each once", () => {
    vi.stubEnv("DAGLINGS_VAR_REGION", "eu");
    vi.stubEnv("DAGLINGS_VAR_LIMIT", "5");
    vi.stubEnv("DAGLINGS_CONN_SHOP", "http://shop");
    const store = storeWith(
      {},
      { name: "colour" },
      { kind: "connection", name: "bank", value: "http://bank" },
    );
    expect(settingNames(store, "variable").toSorted()).toEqual(["colour", "limit", "region"]);
    expect(settingNames(store, "connection").toSorted()).toEqual(["bank", "shop"]);
    expect(environmentName("connection", "shop")).toBe("DAGLINGS_CONN_SHOP");
  });
});

describe("a connection", () => {
  test("has the parts of its URI", () => {
    const uri = "postgres://ann:p%40ss%2Fword@db.example:5432/events?sslmode=require&note=a%20b";
    expect(parseConnection("events", uri)).toEqual({
      connId: "events",
      connType: "postgres",
      host: "db.example",
      login: "ann",
      password: "p@ss/word",
      port: 5432,
      schema: "events",
      extra: '{"sslmode":"require","note":"a b"}',
      extraDejson: { sslmode: "require", note: "a b" },
      uri,
    });
  });

  test("has nothing where its URI says nothing", () => {
    const nothing = { login: null, password: null, port: null, schema: null, extra: "{}", extraDejson: {} };
    expect(parseConnection("shop", "http://shop")).toMatchObject({ host: "shop", ...nothing });
    expect(parseConnection("mail", "smtp://")).toMatchObject({ connType: "smtp", host: null, ...nothing });
  });

  test("may have a password that only looks percent-encoded", () => {
    expect(parseConnection("shop", "http://ann:100%@shop").password).toBe("100%");
    expect(parseConnection("shop", "http://ann:%41%FF%zz@shop").password).toBe("%41%FF%zz");
    expect(parseConnection("shop", "http://ann:%41%zz@shop").password).toBe("A%zz");
  });

  test("has any password that was encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (password) => {
        const uri = `http://ann:${encodeURIComponent(password)}@shop`;
        expect(parseConnection("shop", uri).password).toBe(password);
      }),
    );
  });

  test("that is not a URI is refused, without its value, which may hold a password", () => {
    const message = 'connection "shop" is not a URI; write type://login:password@host:port/schema?key=value';
    expect(refusalOf(() => parseConnection("shop", "hunter2"))).toBe(`UsageError: ${message}`);
    expect(refusalOf(() => connectionNamed(storeWith({ kind: "connection", value: "" }), "region"))).toBe(
      `UsageError: ${message.replace("shop", "region")}`,
    );
  });
});

describe("a secret", () => {
  test.each([
    "API_KEY",
    "apikey",
    "db_password",
    "passphrase",
    "auth_token",
    "client_secret",
    "Authorization",
  ])("is what is called %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(["region", "compass", "keyboard"])("is not what is called %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
