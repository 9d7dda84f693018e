import { describe, expect, test } from "vitest";
import { dark, drawnPairs, light, readPairs } from "./palette.ts";

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(colour: string): number {
  const parts = (colour.match(/[0-9a-f]{2}/g) ?? []).map((part) => Number.parseInt(part, 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each([
  ["by day", light],
  ["by night", dark],
])("the colours %s", (_, palette) => {
  test("are told apart as far as black and white are", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  });

  test.each(readPairs)("let %s be read on %s", (text, background) => {
    expect(contrast(palette[text], palette[background])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(drawnPairs)("let %s be seen on %s", (line, background) => {
    expect(contrast(palette[line], palette[background])).toBeGreaterThanOrEqual(3);
  });
});
