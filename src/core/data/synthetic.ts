// Drawn, seeded pictures: the samples of the demo, and what stands in for real
// pictures in tests. They imitate the look of a dermoscope, nothing medical; every
// place that shows one says that it is drawn.
import { seededRandom, type Random } from '../random';
import { rgbImage, type RgbImage } from '../image/rgb-image';

/** How a drawn spot looks. */
export type DrawnKind = 'even' | 'irregular' | 'faint';
export const drawnKinds: readonly DrawnKind[] = ['even', 'irregular', 'faint'];

interface Recipe {
  /** How far the outline strays from a circle, as a share of the radius. */
  readonly wobble: number;
  readonly radius: number;
  /** 0 melts into the skin, 1 is fully pigmented. */
  readonly strength: number;
  /** How much darker and bluer patches appear. */
  readonly patches: number;
  readonly edge: number;
}

const recipes: Record<DrawnKind, Recipe> = {
  even: { wobble: 0.05, radius: 0.24, strength: 0.75, patches: 0.1, edge: 0.05 },
  irregular: { wobble: 0.34, radius: 0.31, strength: 0.95, patches: 0.9, edge: 0.03 },
  faint: { wobble: 0.12, radius: 0.2, strength: 0.38, patches: 0.05, edge: 0.1 },
};

type Colour = readonly [number, number, number];
const brown: Colour = [118, 72, 48];
const dark: Colour = [58, 38, 40];
const slate: Colour = [98, 98, 120];

/**
 * Draws one spot on skin, `sidePx` square. The same kind, seed and size give the same
 * bytes on every host.
 */
export function drawLesion(kind: DrawnKind, seed: number, sidePx = 512): RgbImage {
  const random = seededRandom('lesion', kind, seed);
  const recipe = recipes[kind];
  const skin: Colour = [
    random.between(205, 228),
    random.between(158, 180),
    random.between(138, 158),
  ];
  const outline = wave(random, 7, recipe.wobble);
  const grain = valueNoise(random, 48);
  const mottle = valueNoise(random, 7);
  const network = valueNoise(random, 30);
  const centreX = 0.5 + random.between(-0.04, 0.04);
  const centreY = 0.5 + random.between(-0.04, 0.04);
  const hairs = Array.from({ length: 2 + random.below(4) }, () => drawHair(random));
  const data = new Uint8ClampedArray(sidePx * sidePx * 3);
  for (let y = 0, at = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++, at += 3) {
      const u = (x + 0.5) / sidePx;
      const v = (y + 0.5) / sidePx;
      const angle = Math.atan2(v - centreY, u - centreX);
      const distance = Math.hypot(u - centreX, v - centreY);
      const border = recipe.radius * (1 + outline(angle));
      const inside = smoothstep(border + recipe.edge, border - recipe.edge, distance);
      const lines = 0.12 * (network(u, v) - 0.5);
      const patch = recipe.patches * smoothstep(0.5, 0.75, mottle(u, v));
      const cool = recipe.patches * smoothstep(0.6, 0.8, mottle(1 - v, u));
      const corner = 1 - 0.5 * smoothstep(0.5, 0.78, Math.hypot(u - 0.5, v - 0.5));
      const shade = corner * (1 + 0.07 * (grain(u, v) - 0.5));
      const hair = Math.max(0, ...hairs.map((darkness) => darkness(u, v)));
      for (let c = 0; c < 3; c++) {
        const pigment = mix(mix(brown[c], dark[c], patch), slate[c], cool * 0.6) * (1 + lines);
        const value = mix(skin[c], pigment, inside * recipe.strength);
        data[at + c] = mix(value * shade, 35, hair * 0.7);
      }
    }
  }
  return rgbImage(data, sidePx, sidePx);
}

// A closed curve as a sum of a few harmonics, in shares of the radius.
function wave(random: Random, harmonics: number, amount: number): (angle: number) => number {
  const terms = Array.from({ length: harmonics }, (_, i) => ({
    times: i + 2,
    size: (amount * random.between(0.3, 1)) / (i + 1.5),
    phase: random.between(0, 2 * Math.PI),
  }));
  return (angle) =>
    terms.reduce((sum, { times, size, phase }) => sum + size * Math.cos(times * angle + phase), 0);
}

// Smooth noise in [0, 1]: random values on a grid, blended between.
function valueNoise(random: Random, cells: number): (u: number, v: number) => number {
  const stride = cells + 1;
  const grid = Float64Array.from({ length: stride * stride }, () => random.next());
  return (u, v) => {
    const x = Math.min(Math.max(u, 0), 0.9999) * cells;
    const y = Math.min(Math.max(v, 0), 0.9999) * cells;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const sx = smoothstep(0, 1, x - column);
    const sy = smoothstep(0, 1, y - row);
    const at = row * stride + column;
    return mix(
      mix(grid[at], grid[at + 1], sx),
      mix(grid[at + stride], grid[at + stride + 1], sx),
      sy,
    );
  };
}

// One thin curved hair: how dark it makes the point (u, v), 0 to 1.
function drawHair(random: Random): (u: number, v: number) => number {
  const angle = random.between(0, Math.PI);
  const offset = random.between(-0.35, 0.35);
  const bend = random.between(-0.5, 0.5);
  const width = random.between(0.0025, 0.0045);
  return (u, v) => {
    const along = (u - 0.5) * Math.cos(angle) + (v - 0.5) * Math.sin(angle);
    const across = -(u - 0.5) * Math.sin(angle) + (v - 0.5) * Math.cos(angle);
    return 1 - smoothstep(0, width, Math.abs(across - offset - bend * along * along));
  };
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}
