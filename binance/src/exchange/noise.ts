// Numbers that look random and are always the same. Only whole numbers and + - × / are used, which every machine does
// in the same way to the last bit; Math.sin, for example, may differ between engines.

/** How many numbers there are of 32 bits. */
const range = 0x1_0000_0000;

/** A whole number of 32 bits for each pair of whole numbers, which count modulo 2³²: MurmurHash3's last step. */
export function hash(seed: number, number: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) + number) | 0; // the neighbours of one seed are far from those of the next
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The same as a fraction: from 0 up to, but not including, 1. */
export function share(seed: number, number: number): number {
  return hash(seed, number) / range;
}

/** A smooth curve through a random height at each whole number, between -1 and 1. */
export function noise(seed: number, position: number): number {
  const cell = Math.floor(position);
  const part = position - cell;
  const from = height(seed, cell);
  return from + (height(seed, cell + 1) - from) * part * part * (3 - 2 * part);
}

function height(seed: number, cell: number): number {
  return 2 * share(seed, cell) - 1;
}

/** Two parabolas that look like a sine: 0 at each whole number, 1 a quarter after it, -1 three quarters after it. */
export function wave(position: number): number {
  const part = position - Math.floor(position);
  return part < 0.5 ? 16 * part * (0.5 - part) : -16 * (part - 0.5) * (1 - part);
}
