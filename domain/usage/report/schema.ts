/** JSON schema of a report. Fields may be added; none is taken away or changes its meaning while `schema` is 1. */
import { UNITS } from './types';

const text = { type: 'string' } as const;
const unit = { enum: UNITS } as const;
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;
const value = { type: ['number', 'null'] } as const;
const object = (properties: Readonly<Record<string, unknown>>, required: readonly string[]) =>
  ({ type: 'object', properties, required, additionalProperties: false }) as const;

export const REPORT_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Transparency report of a Commons Registry',
  ...object(
    {
      schema: { const: 1 },
      registry: text,
      foundation: text,
      period: { type: 'string', pattern: '^\\d{4}-\\d{2}(-\\d{2})?$' },
      from: day,
      until: day,
      version: { type: 'integer', minimum: 1 },
      published: day,
      correction: text,
      preliminary: { const: true },
      k: { type: 'integer', minimum: 1 },
      rules: text,
      figures: {
        type: 'object',
        additionalProperties: object({ title: text, unit, value, note: text }, ['title', 'unit', 'value']),
      },
      tables: {
        type: 'object',
        additionalProperties: object(
          {
            title: text,
            about: text,
            columns: { type: 'array', items: object({ name: text, title: text, unit }, ['name', 'title']) },
            rows: { type: 'array', items: { type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } } },
          },
          ['title', 'about', 'columns', 'rows'],
        ),
      },
      ledger: {
        anyOf: [
          { type: 'null' },
          object({ entries: { type: 'integer', minimum: 0 }, head: { type: 'string', pattern: '^[0-9a-f]{64}$' } }, [
            'entries',
            'head',
          ]),
        ],
      },
      advice: {
        type: 'array',
        items: object({ client: text, ecosystem: text, lines: { type: 'array', items: text } }, ['client', 'ecosystem', 'lines']),
      },
    },
    [
      'schema',
      'registry',
      'foundation',
      'period',
      'from',
      'until',
      'version',
      'published',
      'k',
      'rules',
      'figures',
      'tables',
      'ledger',
      'advice',
    ],
  ),
} as const;
