/** Monthly cost over volume, both logarithmic, as an SVG picture. */
import { escapeHtml } from '../packages/html';
import type { Estimate } from './estimate';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [900, 440, 80, 250, 20, 50];
/** Told apart also by who sees no red or green: https://jfly.uni-koeln.de/color/ */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#7a5c00', '#6a3d9a', '#999999'];

type Volumes = Estimate['volumes'];
interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [terabytes: number, monthly: number])[];
}

export function plotSvg(volumes: Volumes): string {
  const curves = curvesOf(volumes);
  const amounts = curves.flatMap(({ points }) => points.map(([, monthly]) => monthly));
  const [low, high] = [
    Math.floor(Math.log10(Math.max(1, Math.min(...amounts)))),
    Math.ceil(Math.log10(Math.max(10, ...amounts))),
  ];
  const [first, last] = [volumes[0]!.terabytes, volumes.at(-1)!.terabytes];
  const x = (terabytes: number): number =>
    LEFT + (Math.log10(terabytes / first) / Math.log10(last / first)) * (WIDTH - LEFT - RIGHT);
  const y = (monthly: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(Math.max(1, monthly)) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const powers = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Monthly cost by volume" font-family="system-ui,sans-serif" font-size="12">
${powers.map((amount) => `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(amount)}" y2="${y(amount)}" stroke="#ddd"/><text x="${LEFT - 8}" y="${y(amount) + 4}" text-anchor="end">$${amount.toLocaleString('en')}</text>`).join('\n')}
${volumes.map(({ terabytes }) => `<line x1="${x(terabytes)}" x2="${x(terabytes)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#eee"/><text x="${x(terabytes)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${terabytes.toLocaleString('en')} TB</text>`).join('\n')}
${curves.map((curve, i) => drawn(curve, COLOURS[i % COLOURS.length]!, x, y)).join('\n')}
${legend(curves, y)}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">traffic a month</text>
</svg>`;
}

/** One curve for each way; a split is one way, however many hosts it needs. */
function curvesOf(volumes: Volumes): Curve[] {
  const curves = new Map<string, [number, number][]>();
  for (const { terabytes, totals } of volumes)
    for (const [name, monthly] of Object.entries(totals)) {
      const title = name.replace(/^split: .* \d+ x /, 'split, files ').replace(/ CF_PREMIUM_L\d$/, '');
      curves.set(title, [...(curves.get(title) ?? []), [terabytes, monthly]]);
    }
  return [...curves].map(([name, points]) => ({ name, points }));
}

type Scale = (value: number) => number;

function drawn({ points }: Curve, colour: string, x: Scale, y: Scale): string {
  const at = points.map(([terabytes, monthly]) => [x(terabytes).toFixed(1), y(monthly).toFixed(1)] as const);
  const dots = at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`).join('');
  return `<polyline points="${at.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
}

const LINE_HEIGHT = 20;

/** At the right, in the order of the last amounts, each beside its own colour. */
function legend(curves: readonly Curve[], y: Scale): string {
  const order = curves
    .map(({ name, points }, i) => ({ name, colour: COLOURS[i % COLOURS.length]!, at: y(points.at(-1)![1]) }))
    .sort((a, b) => a.at - b.at);
  return order
    .map(({ name, colour }, i) => {
      const top = TOP + i * LINE_HEIGHT;
      const x = WIDTH - RIGHT + 20;
      return `<rect x="${x}" y="${top}" width="12" height="12" fill="${colour}"/><text x="${x + 18}" y="${top + 11}">${escapeHtml(name)}</text>`;
    })
    .join('\n');
}
