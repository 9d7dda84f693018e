// Numbers that look random and are always the same: whole numbers of 32 bits, made with operations that every machine
// does in the same way.

/** Draws a whole number from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** The draws that belong to a seed and a day's number. Both may be negative, and count modulo 2³². */
export function drawsFor(seed: number, day: number): Draw {
  let state = scramble(scramble(seed) + day);
  return (below) => {
    state += 0x9e3779b9; // 2³² divided by the golden ratio: the steps spread evenly
    return scramble(state) % below;
  };
}

/** The last step of MurmurHash3: numbers side by side come out far apart, and no two come out the same. */
function scramble(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
