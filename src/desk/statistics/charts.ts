/** Plain charts, drawn here: no script, no style of their own, and a table with the same numbers beside each. */
import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';

export interface Point {
  readonly label: string;
  /** Null where the number is not shown. */
  readonly value: number | null;
}

interface Chart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly points: readonly Point[];
}

const width = 640;
const bar = { left: 200, height: 20, gap: 8, right: 56 } as const;
/** Letters; of Chinese ones half as many. */
const longestLabel = 16;

/** One bar a point; what is not shown has none. */
export function barChart(chart: Chart): Page {
  const { points } = chart;
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const room = width - bar.left - bar.right;
  const rows = points.map(({ label, value }, place) => {
    const y = place * (bar.height + bar.gap);
    const long = value === null ? 0 : Math.round((value / most) * room);
    const middle = y + bar.height / 2;
    return html`<text x="${bar.left - 8}" y="${middle}" text-anchor="end" dominant-baseline="central">${shortened(label)}</text>
      <rect x="${bar.left}" y="${y}" width="${long}" height="${bar.height}" class="chart-bar"></rect>
      <text x="${bar.left + long + 6}" y="${middle}" dominant-baseline="central">${value ?? '＊'}</text>`;
  });
  return drawn(chart, points.length * (bar.height + bar.gap), rows);
}

const plot = { left: 48, right: 24, top: 40, bottom: 36, height: 250 } as const;

/** One point a label, joined where both neighbours are shown. */
export function lineChart(chart: Chart): Page {
  const { points } = chart;
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const floor = plot.height - plot.bottom;
  const step = (width - plot.left - plot.right) / Math.max(1, points.length - 1);
  const xOf = (place: number) => Math.round(plot.left + place * step);
  const yOf = (value: number) => Math.round(floor - (value / most) * (floor - plot.top));
  const lines = points.slice(1).map(({ value }, before) => {
    const last = points[before]?.value ?? null;
    if (value === null || last === null) return html``;
    return html`<line x1="${xOf(before)}" y1="${yOf(last)}" x2="${xOf(before + 1)}" y2="${yOf(value)}" class="chart-line"></line>`;
  });
  const every = Math.ceil(points.length / 12);
  const dots = points.map(({ label, value }, place) => {
    const x = xOf(place);
    const below =
      place % every === 0 ? html`<text x="${x}" y="${plot.height - 8}" text-anchor="middle">${label}</text>` : html``;
    if (value === null) return html`<text x="${x}" y="${floor - 6}" text-anchor="middle">＊</text>${below}`;
    return html`<circle cx="${x}" cy="${yOf(value)}" r="4" class="chart-bar"></circle>
      <text x="${x}" y="${yOf(value) - 10}" text-anchor="middle">${value}</text>${below}`;
  });
  const axis = html`<line x1="${plot.left}" y1="${floor}" x2="${width - plot.right}" y2="${floor}" class="chart-axis"></line>`;
  return drawn(chart, plot.height, [axis, ...lines, ...dots]);
}

function drawn({ id, title, description }: Chart, height: number, parts: readonly Page[]): Page {
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-description">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${description}</desc>
    ${parts}
  </svg>`;
}

function shortened(label: string): string {
  const letters = [...label];
  const isWide = /\p{Script=Han}/u.test(label);
  const most = isWide ? longestLabel / 2 : longestLabel;
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : label;
}
