// Charts as SVG text, for a page that stands alone. Colours and type are the page's.
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { escaped } from './escaped';

/** Points of one line; `style` is a class of the page's stylesheet. */
export interface Series {
  readonly name: string;
  readonly style: 'first' | 'second' | 'soft';
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LineChart {
  /** What it shows, also for those who hear it. */
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Ends of the axes; those of the points without. */
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
}

const WIDTH = 460;
const HEIGHT = 300;
const MARGIN = { top: 12, right: 16, bottom: 44, left: 52 };
const TICKS = 5;

/** A chart with axes and a legend. Points that are no numbers leave a gap. */
export function lineChart({ title, x, y, series, xRange, yRange }: LineChart): string {
  const points = series.flatMap((one) => one.points);
  const rangeOf = (values: readonly number[]): [number, number] => {
    const [low = 0, high = 1] = extent(values.filter(Number.isFinite));
    // A single value has no range to draw.
    return low === high ? [low - 0.5, high + 0.5] : [low, high];
  };
  const across = scaleLinear(xRange ?? rangeOf(points.map(([value]) => value)), [
    MARGIN.left,
    WIDTH - MARGIN.right,
  ]);
  const up = scaleLinear(yRange ?? rangeOf(points.map(([, value]) => value)), [
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  ]);
  if (!yRange) up.nice(TICKS);
  const path = line<readonly [number, number]>()
    .defined(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .x(([a]) => across(a))
    .y(([, b]) => up(b));
  const [bottom, left] = [HEIGHT - MARGIN.bottom, MARGIN.left];
  const acrossTicks = across.ticks(TICKS).map((tick) => {
    const at = across(tick).toFixed(1);
    return `<g class="tick"><line x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${bottom}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${across.tickFormat(TICKS)(tick)}</text></g>`;
  });
  const upTicks = up.ticks(TICKS).map((tick) => {
    const at = up(tick).toFixed(1);
    return `<g class="tick"><line x1="${left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text x="${left - 6}" y="${at}" dy="0.32em" text-anchor="end">${up.tickFormat(TICKS)(tick)}</text></g>`;
  });
  const lines = series.map(
    (one) => `<path class="line ${one.style}" d="${path(one.points) ?? ''}"/>`,
  );
  const legend = series
    .map((one) => `<span class="key ${one.style}">${escaped(one.name)}</span>`)
    .join('');
  return `<figure>
<figcaption>${escaped(title)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">
${[...acrossTicks, ...upTicks, ...lines].join('\n')}
<text class="axis" x="${(left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escaped(x)}</text>
<text class="axis" transform="translate(12 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
</svg>
<p class="legend">${legend}</p>
</figure>`;
}

/** One class of the result figure. */
export interface ResultBar {
  readonly name: string;
  readonly right: number;
  readonly of: number;
}

const BAR = 34;
const LABEL = 150;

/** How many of each class were called what they are, as bars of their shares. */
export function resultFigure(title: string, bars: readonly ResultBar[]): string {
  const scale = scaleLinear([0, 1], [LABEL, WIDTH - MARGIN.right]);
  const rows = bars.map(({ name, right, of }, i) => {
    const share = of === 0 ? 0 : right / of;
    const y = i * (BAR + 12);
    return `<g transform="translate(0 ${y})"><text x="${LABEL - 8}" y="${BAR / 2}" dy="0.32em" text-anchor="end">${escaped(name)}</text>
<rect class="all" x="${scale(0)}" width="${scale(1) - scale(0)}" height="${BAR}"/><rect class="right" x="${scale(0)}" width="${(scale(share) - scale(0)).toFixed(1)}" height="${BAR}"/>
<text class="count" x="${scale(0) + 8}" y="${BAR / 2}" dy="0.32em">${right} of ${of}: ${(100 * share).toFixed(2)} %</text></g>`;
  });
  return `<figure>
<figcaption>${escaped(title)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${bars.length * (BAR + 12)}" role="img" aria-label="${escaped(title)}">${rows.join('\n')}</svg>
</figure>`;
}
