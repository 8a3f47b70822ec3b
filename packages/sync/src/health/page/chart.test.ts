import { expect, test } from 'vitest';
import { niceCeiling, renderChart } from './chart.js';

test.each([
  [0, 1],
  [1, 1],
  [7, 8],
  [294, 300],
  [1_001, 1_500],
  [0.6, 0.6],
])('a scale for %d ends at %d', (value, top) => expect(niceCeiling(value)).toBeCloseTo(top));

test('a chart has its numbers as text, and leaves out what was not measured', () => {
  const chart = renderChart({
    id: 'lag',
    title: 'Delay',
    summary: 'at most 4.',
    labels: ['<09:00>', '10:00'],
    series: [
      { name: 'Slowest', tone: 'soft', shape: 'bar', values: [4, null] },
      { name: 'Average', tone: 'main', shape: 'line', values: [2, null] },
    ],
    format: String,
  }).toString();
  expect(chart).toContain('aria-label="Delay: at most 4."');
  expect(chart.match(/<rect/g)).toHaveLength(1);
  expect(chart).toContain('<th scope="row">&lt;09:00&gt;</th><td>4</td><td>2</td>');
  expect(chart).toContain('<th scope="row">10:00</th><td>–</td><td>–</td>');
  expect(chart).not.toMatch(/style=|<script/);
});
