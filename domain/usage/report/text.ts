/** Numbers for people. No locale of a machine decides about them, so a page has the same bytes everywhere. */
import type { Column, Unit } from './types';

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `1234567.5` as `1,234,567.50`. */
export function numberText(value: number, digits = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  return `${value < 0 ? '-' : ''}${grouped(whole!)}${fraction === undefined ? '' : `.${fraction}`}`;
}

const SIZES = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

const powerOf = (bytes: number): number => (bytes < 1024 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10)));

/** The largest unit in which it is at least 1. */
export const bytesUnit = (bytes: number): number => 1024 ** powerOf(bytes);

/** 1 KB is 1,024 bytes, as AWS meters. Three digits, never rounded up. */
export function bytesText(bytes: number): string {
  const power = powerOf(bytes);
  const amount = bytes / 1024 ** power;
  const digits = power === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return `${numberText(Math.floor(amount * 10 ** digits) / 10 ** digits, digits)} ${SIZES[power]}`;
}

export const usdText = (amount: number): string => `${amount < 0 ? '-' : ''}$${numberText(Math.abs(amount), 2)}`;

export const UNKNOWN = '–';

/** With its unit. */
export function amountText(value: number | null, unit: Unit): string {
  if (value === null) return UNKNOWN;
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'USD') return usdText(value);
  if (unit === 'percent') return `${decimals(value)} %`;
  return `${numberText(value)} ${unit}`;
}

/** In a column, whose head has the unit: exact. */
export function cellText(value: string | number | null, unit: Unit | undefined): string {
  if (value === null) return UNKNOWN;
  if (typeof value === 'string') return value;
  if (unit === 'USD') return numberText(value, 2);
  return unit === 'percent' ? decimals(value) : numberText(value);
}

const decimals = (value: number): string => numberText(value, (String(value).split('.')[1] ?? '').length);

/** Head of a column, with its unit unless the title says it already. */
export const headText = ({ title, unit }: Column): string =>
  unit === undefined || title.toLowerCase().includes(unit) ? title : `${title} (${unit})`;
