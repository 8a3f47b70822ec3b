/**
 * Charts made on the server: an SVG of plain shapes that stretches with the page, its scale as text beside it, and the
 * same numbers as a table. No script, no style attribute. Pure.
 */
import { type Html, html, type Part } from './html.js';

export interface Series {
  readonly name: string;
  /** Picks the colour: a class of the style sheet. */
  readonly tone: 'main' | 'bad' | 'soft';
  readonly shape: 'bar' | 'line';
  /** One per label; null: not measured. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows, in one sentence: the text alternative. */
  readonly summary: string;
  /** What stands under the first, each and the last value. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

const WIDTH = 600;
const HEIGHT = 120;
const GAP = 0.24;

/** The least "round" number that is no smaller: 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15 … */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function bars({ tone, values }: Series, top: number, label: (index: number) => string): Part {
  const slot = WIDTH / Math.max(1, values.length);
  return values.map((value, index) => {
    if (value === null || value <= 0) return null;
    // What happened once among thousands must still be seen.
    const height = Math.max(1.5, (value / top) * HEIGHT);
    return html`<rect class="tone-${tone}" x="${round((index + GAP / 2) * slot)}" y="${round(HEIGHT - height)}" width="${round(slot * (1 - GAP))}" height="${round(height)}"><title>${label(index)}</title></rect>`;
  });
}

/** Broken where nothing was measured; a lone value is a short dash, or it would not be seen at all. */
function line({ tone, values }: Series, top: number): Part {
  const slot = WIDTH / Math.max(1, values.length);
  const runs: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${round((index + 0.5) * slot)},${round(HEIGHT - (Math.max(0, value) / top) * HEIGHT)}`);
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const [x = '0', y = '0'] = (run[0] ?? '').split(',');
      const dash = `${round(Number(x) - slot / 3)},${y} ${round(Number(x) + slot / 3)},${y}`;
      return html`<polyline class="tone-${tone}" points="${run.length === 1 ? dash : run.join(' ')}"></polyline>`;
    });
}

function table(chart: Chart): Html {
  const cell = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : chart.format(value);
  return html`<details class="numbers" id="${chart.id}-numbers">
    <summary>The numbers<span class="hidden"> of “${chart.title}”</span></summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Numbers of “${chart.title}”">
      <table>
        <caption class="hidden">${chart.title}</caption>
        <thead><tr><th scope="col">Hour</th>${chart.series.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${chart.labels.map(
          (label, index) =>
            html`<tr><th scope="row">${label}</th>${chart.series.map(({ values }) => html`<td>${cell(values[index])}</td>`)}</tr>`,
        )}</tbody>
      </table>
    </div>
  </details>`;
}

export function renderChart(chart: Chart): Html {
  const measured = chart.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = niceCeiling(Math.max(0, ...measured));
  const label = (index: number): string =>
    `${chart.labels[index]}: ${chart.series.map(({ name, values }) => `${name} ${chart.format(values[index] ?? 0)}`).join(', ')}`;
  return html`<figure class="chart">
    <figcaption>
      <h3>${chart.title}</h3>
      <p class="legend">${chart.series.map(({ name, tone, shape }) => html`<span class="key shape-${shape} tone-${tone}">${name}</span>`)}</p>
    </figcaption>
    <div class="plot">
      <span class="scale" aria-hidden="true">${chart.format(top)}</span>
      <svg role="img" aria-label="${chart.title}: ${chart.summary}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" focusable="false">
        <line class="grid" x1="0" x2="${WIDTH}" y1="0.5" y2="0.5"></line>
        <line class="grid" x1="0" x2="${WIDTH}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"></line>
        <line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}"></line>
        ${chart.series.map((series) => (series.shape === 'bar' ? bars(series, top, label) : line(series, top)))}
      </svg>
      <p class="ends" aria-hidden="true"><span>${chart.labels[0] ?? ''}</span><span>${chart.labels.at(-1) ?? ''}</span></p>
    </div>
    ${measured.length === 0 && html`<p class="quiet">Nothing was measured yet.</p>`}
    ${table(chart)}
  </figure>`;
}
