/** The three charts of the overview, from what was measured. Pure. */
import type { Metrics } from '../../operations.js';
import { renderChart } from './chart.js';
import type { Html } from './html.js';
import { clockTime, lag, type Viewed } from './words.js';

const HOUR_MS = 3_600_000;
const HOURS = 24;

interface HourOfAll {
  readonly delivered: number;
  readonly dead: number;
  readonly meanLagSeconds: number | null;
  readonly maxLagSeconds: number | null;
}

/** Every account together, hour by hour; an hour nobody measured has no lag. */
function hourOf(metrics: Metrics, hour: string): HourOfAll {
  const found = metrics.accounts.flatMap((account) => account.hours.filter((each) => each.hour === hour));
  const delivered = found.reduce((sum, each) => sum + each.delivered, 0);
  const told = found.filter((each) => each.meanLagSeconds !== null && each.delivered > 0);
  const toldCount = told.reduce((sum, each) => sum + each.delivered, 0);
  const maxima = found.flatMap((each) => each.maxLagSeconds ?? []);
  return {
    delivered,
    dead: found.reduce((sum, each) => sum + each.dead, 0),
    meanLagSeconds:
      toldCount === 0
        ? null
        : told.reduce((sum, each) => sum + (each.meanLagSeconds ?? 0) * each.delivered, 0) / toldCount,
    maxLagSeconds: maxima.length === 0 ? null : Math.max(...maxima),
  };
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');

export function chartsOf(metrics: Metrics, viewed: Viewed): readonly Html[] {
  const lastHourMs = Math.floor(viewed.nowMs / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: HOURS }, (_, index) =>
    new Date(lastHourMs - (HOURS - 1 - index) * HOUR_MS).toISOString(),
  );
  const labels = hours.map((hour) => clockTime(hour, viewed));
  const all = hours.map((hour) => hourOf(metrics, hour));
  const backlog = hours.map((hour) => metrics.hours.find((each) => each.hour === hour)?.backlog ?? null);
  const delivered = all.map((hour) => hour.delivered);
  const dead = all.map((hour) => hour.dead);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const most = Math.max(0, ...delivered);
  const slowest = Math.max(0, ...all.map((hour) => hour.maxLagSeconds ?? 0));
  const longest = Math.max(0, ...backlog.map((value) => value ?? 0));
  return [
    renderChart({
      id: 'events',
      title: 'Messages per hour',
      summary: `${whole(sum(delivered))} delivered and ${whole(sum(dead))} dead; at most ${whole(most)} in an hour.`,
      labels,
      format: whole,
      series: [
        { name: 'Delivered', tone: 'main', shape: 'bar', values: delivered },
        { name: 'Dead', tone: 'bad', shape: 'bar', values: dead },
      ],
    }),
    renderChart({
      id: 'lag',
      title: 'Delay until Klaviyo has it',
      summary: slowest === 0 ? 'nothing was told yet.' : `at most ${lag(slowest)}.`,
      labels,
      format: lag,
      series: [
        { name: 'Slowest', tone: 'soft', shape: 'bar', values: all.map((hour) => hour.maxLagSeconds) },
        { name: 'Average', tone: 'main', shape: 'line', values: all.map((hour) => hour.meanLagSeconds) },
      ],
    }),
    renderChart({
      id: 'backlog',
      title: 'Messages that waited',
      summary: longest === 0 ? 'none waited.' : `at most ${whole(longest)}.`,
      labels,
      format: whole,
      series: [{ name: 'Waiting', tone: 'main', shape: 'bar', values: backlog }],
    }),
  ];
}
