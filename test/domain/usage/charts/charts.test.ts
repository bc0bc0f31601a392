import { bars } from '../../../../domain/usage/charts/bars';
import { curve } from '../../../../domain/usage/charts/curve';
import { stackedBars } from '../../../../domain/usage/charts/stacked-bars';
import { CHART_STYLE } from '../../../../domain/usage/charts/style';
import { stepsUpTo } from '../../../../domain/usage/charts/svg';

const NAMED = { id: 'x', title: 'A <title>', finding: 'What & what' };
const rects = (source: string): number[][] =>
  [...source.matchAll(/<rect class="s\d" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(([, ...numbers]) =>
    numbers.map(Number),
  );

test.each([
  [0, [0, 1]],
  [1, [0, 0.25, 0.5, 0.75, 1]],
  [87, [0, 25, 50, 75, 100]],
  [100, [0, 25, 50, 75, 100]],
  [101, [0, 50, 100, 150]],
])('steps up to %d are round', (highest, steps) => {
  expect(stepsUpTo(highest)).toEqual(steps);
});

test('steps are round in the unit that is shown', () => {
  expect(stepsUpTo(90 * 1024, 1024)).toEqual([0, 25, 50, 75, 100].map((step) => step * 1024));
});

test('parts of a bar stand on each other, as high as they are large', () => {
  const { source } = stackedBars({
    ...NAMED,
    series: ['a', 'b'],
    bars: [
      { label: '1', values: [30, 10] },
      { label: '2', values: [0, 20] },
    ],
    text: String,
  });
  const [first, second, third] = rects(source);
  expect(first![3]! / second![3]!).toBeCloseTo(3, 1);
  expect(second![1]! + second![3]!).toBeCloseTo(first![1]!, 1);
  // Nothing is drawn of nothing.
  expect([rects(source).length, third![3]! / second![3]!]).toEqual([3 + 0, expect.closeTo(2, 1)]);
});

test('a picture is named and described, and its texts are escaped', () => {
  const { source } = bars({ ...NAMED, bars: [{ label: '<b>', value: 3, second: 6 }], text: String });
  expect(source).toContain(
    '<svg viewBox="0 0 720 44" role="img" aria-labelledby="x-t x-d"><title id="x-t">A &lt;title&gt;</title><desc id="x-d">What &amp; what</desc>',
  );
  expect(source).toContain('>3 / 6</text>');
  expect(source).not.toContain('<b>');
  const [one, two] = rects(source);
  expect(two![2]! / one![2]!).toBeCloseTo(2, 2);
});

test('a curve begins at nothing and ends at all', () => {
  const { source } = curve({
    ...NAMED,
    points: [
      { x: 1, y: 82 },
      { x: 100, y: 100 },
    ],
    xTitle: 'x',
    yTitle: 'y',
  });
  const [, path] = /<polyline class="line" points="([^"]*)"/.exec(source)!;
  expect(path).toBe('60.0,350.0 63.4,95.8 400.0,40.0');
});

test('series differ from the ground by a contrast of three and more, light and dark', () => {
  const schemes = [
    [CHART_STYLE.split('@media (prefers-color-scheme: dark)')[0]!, '#ffffff'],
    [CHART_STYLE.split('@media (prefers-color-scheme: dark)')[1]!, '#16161a'],
  ] as const;
  for (const [style, ground] of schemes) {
    const colours = [...style.matchAll(/--s\d: (#[0-9a-f]{6})/g)].map(([, colour]) => colour!).slice(0, 6);
    expect(colours).toHaveLength(6);
    for (const colour of colours) expect(contrast(colour, ground)).toBeGreaterThan(3);
  }
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, another: string): number {
  const [light, dark] = [luminance(one), luminance(another)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
