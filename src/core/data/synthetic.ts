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
  /** How far the outline fades, as a share of the picture. */
  readonly edge: number;
  /** How much darker patches, a pale veil and a net of lines show. */
  readonly patches: number;
  readonly veil: number;
  readonly network: number;
  readonly dots: number;
  readonly hairs: number;
}

const recipes: Record<DrawnKind, Recipe> = {
  even: {
    wobble: 0.06,
    radius: 0.24,
    strength: 0.75,
    edge: 0.06,
    patches: 0.15,
    veil: 0,
    network: 0.35,
    dots: 0,
    hairs: 3,
  },
  irregular: {
    wobble: 0.3,
    radius: 0.36,
    strength: 0.95,
    edge: 0.05,
    patches: 1,
    veil: 0.9,
    network: 0.3,
    dots: 5,
    hairs: 0,
  },
  faint: {
    wobble: 0.14,
    radius: 0.22,
    strength: 0.4,
    edge: 0.11,
    patches: 0.1,
    veil: 0,
    network: 0.15,
    dots: 4,
    hairs: 1,
  },
};

type Colour = readonly [number, number, number];
const brown: Colour = [128, 78, 54];
const dark: Colour = [54, 36, 40];
const veilColour: Colour = [150, 140, 158];

/**
 * Draws one spot on skin, `sidePx` square. The same kind, seed and size give the same
 * bytes on every host.
 */
export function drawLesion(kind: DrawnKind, seed: number, sidePx = 512): RgbImage {
  const random = seededRandom('lesion', kind, seed);
  const recipe = recipes[kind];
  const skin: Colour = [
    random.between(208, 226),
    random.between(152, 172),
    random.between(140, 156),
  ];
  const outline = wave(random, 9, recipe.wobble);
  const grain = valueNoise(random, 230);
  const flush = valueNoise(random, 5);
  const mottle = valueNoise(random, 6);
  const haze = valueNoise(random, 4);
  const mesh = valueNoise(random, 34);
  const centreX = 0.5 + random.between(-0.03, 0.03);
  const centreY = 0.5 + random.between(-0.03, 0.03);
  const hairs = Array.from({ length: recipe.hairs }, () => drawHair(random));
  const dots = Array.from({ length: recipe.dots }, () => drawDot(random, recipe.radius));
  const data = new Uint8ClampedArray(sidePx * sidePx * 3);
  for (let y = 0, at = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++, at += 3) {
      const u = (x + 0.5) / sidePx;
      const v = (y + 0.5) / sidePx;
      const du = u - centreX;
      const dv = v - centreY;
      const border = recipe.radius * (1 + outline(Math.atan2(dv, du)));
      const inside = smoothstep(border + recipe.edge, border - recipe.edge, Math.hypot(du, dv));
      const patch = recipe.patches * smoothstep(0.45, 0.8, mottle(u, v));
      const veil = recipe.veil * smoothstep(0.45, 0.8, haze(u, v));
      // Ridges of the noise are the lines of a net.
      const line = recipe.network * smoothstep(0.75, 1, 1 - Math.abs(2 * mesh(u, v) - 1));
      const dot = Math.max(0, ...dots.map((darkness) => darkness(du, dv)));
      const hair = Math.max(0, ...hairs.map((darkness) => darkness(u, v)));
      const corner = 1 - 0.4 * smoothstep(0.52, 0.75, Math.hypot(u - 0.5, v - 0.5));
      const shade = corner * (1 + 0.08 * (grain(u, v) - 0.5));
      const darkness = Math.min(1, patch + 0.5 * line + 0.8 * dot);
      for (let c = 0; c < 3; c++) {
        const flushed = skin[c] - (c === 0 ? 0 : 26 * (flush(u, v) - 0.5));
        const pigment = mix(mix(brown[c], dark[c], darkness), veilColour[c], veil * (1 - dot));
        const value = mix(flushed, pigment, inside * recipe.strength);
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

// A small dark dot, placed from the spot's centre: how dark it makes a point there.
function drawDot(random: Random, reach: number): (du: number, dv: number) => number {
  const angle = random.between(0, 2 * Math.PI);
  const away = reach * Math.sqrt(random.next()) * 1.05;
  const size = random.between(0.006, 0.02);
  const u = away * Math.cos(angle);
  const v = away * Math.sin(angle);
  return (du, dv) => 1 - smoothstep(size * 0.6, size * 1.2, Math.hypot(du - u, dv - v));
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
