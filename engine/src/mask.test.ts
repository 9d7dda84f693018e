import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeMask } from "./mask.ts";
import type { Setting, Store } from "./ports.ts";
import { memoryStore } from "./store/memory.ts";

afterEach(() => vi.unstubAllEnvs());

function storeWith(...settings: Partial<Setting>[]): Store {
  const store = memoryStore();
  for (const setting of settings) {
    store.saveSetting({ kind: "variable", name: "region", value: "eu", secret: false, ...setting });
  }
  return store;
}

describe("the mask", () => {
  test("hides a variable that is marked secret, and no other", () => {
    const store = storeWith({ secret: true, value: "hunter2" }, { name: "colour", value: "green" });
    const mask = makeMask(store);
    expect(mask("hunter2 and hunter2, but green")).toBe("*** and ***, but green");
  });

  test.each(["variable", "connection"] as const)("changes nothing where no %s is secret", (kind) => {
    const mask = makeMask(storeWith({ kind, value: "http://shop/path?a=b" }));
    expect(mask("http://shop/path?a=b")).toBe("http://shop/path?a=b");
  });

  test("hides a variable whose name says that it is secret, wherever it comes from", () => {
    vi.stubEnv("DAGLINGS_VAR_API_KEY", "from-the-environment");
    const mask = makeMask(storeWith({ name: "shop_token", value: "from-the-store" }));
    expect(mask("from-the-environment from-the-store")).toBe("*** ***");
  });

  test("hides the texts in a secret that is JSON", () => {
    const value = JSON.stringify({ user: "ann@shop", pins: ["4711", 5], more: { deep: "down" } });
    const mask = makeMask(storeWith({ secret: true, value }));
    expect(mask(value)).toBe("***");
    expect(mask("ann@shop has 4711, down there")).toBe("*** has ***, *** there");
  });

  test("hides a secret of several lines line by line, but not the brackets on their own", () => {
    const value = '{\n  "key": "first line\\nsecond line"\n}';
    const mask = makeMask(storeWith({ secret: true, value }));
    expect(mask("first line")).toBe("***");
    expect(mask("  second line")).toBe("  ***");
    expect(mask("if (a) {")).toBe("if (a) {");
  });

  test.each([
    ["hunter2", "the password hunter2"],
    ["p@ss/wörd", "p%40ss%2Fw%C3%B6rd"],
    ['a"b\\c', JSON.stringify({ password: 'a"b\\c' })],
    ["100%", "it is 100%"],
  ])("hides the password %s of a connection in: %s", (password, text) => {
    const mask = makeMask(
      storeWith({ kind: "connection", value: `http://ann:${encodeURIComponent(password)}@shop` }),
    );
    expect(mask(text)).toContain("***");
    for (const written of [password, encodeURIComponent(password)]) expect(mask(text)).not.toContain(written);
  });

  test.each([
    "http://ann:p%2fss|w@shop/path",
    "postgres://ann:p%2fss|w@shop?a=b@c",
    "http://:100%@shop",
    "http://shop/?api_key=p%2fss+w",
    "http://shop/?a=b&API_Key=100%&c=d",
  ])("hides what is secret in %s however the URI writes it", (uri) => {
    const store = storeWith({ kind: "connection", name: "shop", value: uri });
    const masked = makeMask(store)(`${uri} ${new URL(uri).href}`);
    expect(masked).not.toMatch(/p%2fss|100%/i);
    expect(masked).toContain("shop");
  });

  test("hides all of a connection that is not a URI", () => {
    const mask = makeMask(storeWith({ kind: "connection", value: "hunter2" }));
    expect(mask("hunter2")).toBe("***");
  });

  test("hides the longest of secrets that begin alike, and letters that a pattern would read", () => {
    const mask = makeMask(
      storeWith({ secret: true, value: "a.b" }, { secret: true, name: "long", value: "a.b+c" }),
    );
    expect(mask("a.b+c a.b axb")).toBe("*** *** axb");
  });

  test("is the same until a setting changes, and then hides what is new", () => {
    const store = storeWith({ name: "token", value: "old-secret" });
    const mask = makeMask(store);
    expect(makeMask(store)).toBe(mask);
    store.saveSetting({ kind: "variable", name: "token", value: "new-secret", secret: false });
    expect(makeMask(store)("old-secret new-secret")).toBe("old-secret ***");
    vi.stubEnv("DAGLINGS_VAR_API_KEY", "outer-secret");
    expect(makeMask(store)("new-secret outer-secret")).toBe("*** ***");
  });

  test("hides nothing for a secret that is empty", () => {
    expect(makeMask(storeWith({ secret: true, value: " \n" }))("a b\nc")).toBe("a b\nc");
  });

  test("leaves nothing of any secret in any text", () => {
    const secret = fc
      .string({ minLength: 4 })
      .filter((text) => text.trim().length >= 4 && !text.includes("*"));
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.string(),
        fc.string(),
        (values, before, after) => {
          const settings = values.map((value, index) => ({ name: `v${index}`, value, secret: true }));
          const mask = makeMask(storeWith(...settings));
          for (const value of values) expect(mask(`${before}${value}${after}`)).not.toContain(value.trim());
        },
      ),
    );
  });
});
