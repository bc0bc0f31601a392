/** Dollars over time, one panel for each scenario: with alarms, and with budgets alone. */
import { ATTACK, HOUR, SCENARIOS, type ScenarioName } from './scenarios';
import type { Run } from './simulate';

const PANEL = { width: 300, height: 240, left: 64, top: 40, gap: 18 };
const DECADES = [1, 10, 100, 1_000, 10_000, 100_000];
const COLOURS = { deployed: '#0a6b3d', alone: '#b3261e', grid: '#d0d0d0', text: '#333333' } as const;

interface Lines {
  readonly deployed: Readonly<Record<ScenarioName, Run>>;
  readonly budgetsAlone: Readonly<Record<ScenarioName, Run>>;
}

export function plot({ deployed, budgetsAlone }: Lines): string {
  const names = Object.keys(SCENARIOS) as ScenarioName[];
  const width = names.length * (PANEL.width + PANEL.left + PANEL.gap);
  const height = PANEL.height + PANEL.top + 60;
  const panels = names.map((name, i) => {
    const x = i * (PANEL.width + PANEL.left + PANEL.gap) + PANEL.left;
    return `<g transform="translate(${x} ${PANEL.top})">${panel(name, deployed[name], budgetsAlone[name])}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${COLOURS.text}">`,
    '<title>Dollars spent on an attack, with burn alarms and with budgets alone</title>',
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...panels,
    `<g transform="translate(${PANEL.left} ${height - 14})">${legend(0, COLOURS.deployed, 'alarms, budgets and brake')}${legend(220, COLOURS.alone, 'budgets and brake, without alarms')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const legend = (x: number, colour: string, text: string): string =>
  `<line x1="${x}" x2="${x + 24}" y1="-4" y2="-4" stroke="${colour}" stroke-width="2"/><text x="${x + 30}">${text}</text>`;

function panel(name: ScenarioName, deployed: Run, alone: Run): string {
  const hours = (SCENARIOS[name].until - ATTACK) / HOUR;
  const { width, height } = PANEL;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = share * width;
    return `<text x="${x}" y="${height + 16}" text-anchor="middle">${Math.round(share * hours)} h</text>`;
  });
  const decades = DECADES.map((usd) => {
    const y = yOf(usd).toFixed(1);
    return `<line x2="${width}" y1="${y}" y2="${y}" stroke="${COLOURS.grid}"/><text x="-6" y="${y}" dy="4" text-anchor="end">$${usd.toLocaleString('en')}</text>`;
  });
  return [
    `<text x="0" y="-14" font-weight="bold">${name}</text>`,
    ...decades,
    ...ticks,
    line(alone, hours, COLOURS.alone),
    line(deployed, hours, COLOURS.deployed),
  ].join('\n');
}

const yOf = (usd: number): number => PANEL.height * (1 - Math.log10(Math.max(1, usd)) / Math.log10(DECADES.at(-1)!));

/** Points where the line moves by half a pixel, which is all that can be seen. */
function line({ minutes }: Run, hours: number, colour: string): string {
  const points: string[] = [];
  let last = [Number.NaN, Number.NaN];
  const shown = minutes.filter(({ at }) => at >= ATTACK);
  for (const [i, { at, usd }] of shown.entries()) {
    const [x, y] = [((at - ATTACK) / HOUR / hours) * PANEL.width, yOf(usd)];
    const isSeen = !(Math.abs(x - last[0]!) < 4 && Math.abs(y - last[1]!) < 0.5);
    if (!isSeen && i < shown.length - 1) continue;
    points.push(`${x.toFixed(1)},${y.toFixed(1)}`);
    last = [x, y];
  }
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}
