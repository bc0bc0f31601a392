/** JSON Schema of all documents of statistics, which programs may rely on. https://json-schema.org/draft/2020-12 */

const COUNT = { type: 'integer', minimum: 0 } as const;
const MONTH = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'A calendar month in UTC.' } as const;
const PATH = { type: 'string', pattern: '^/-/stats/', description: "Below the registry's address." } as const;
const OR_NONE = { type: 'null' } as const;
const SCHEMA_1 = { const: 1 } as const;

const COUNTED = {
  downloads: {
    ...COUNT,
    description: 'Requests for a file of the package that were answered with it, whole or from its first byte.',
  },
  bytes: { ...COUNT, description: 'Sent in answer to all requests for these files, with headers.' },
} as const;

const TOTALS = { month: MONTH, requests: { ...COUNT, description: 'Of any kind, exact.' }, ...COUNTED } as const;

/** All fields are there; more may come. */
const object = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const PACKAGE = {
  schema: SCHEMA_1,
  ecosystem: { type: 'string', minLength: 1 },
  project: { type: 'string', minLength: 1, description: 'In its one canonical spelling; in paths `/` is written `:`.' },
} as const;

export const STATS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: '/-/stats/schema.json',
  title: 'Public statistics',
  description:
    'Numbers of calendar months. But for totals, which are exact, each stands for at least ten addresses and is rounded down to three significant digits, below 1,000 to tens. Fields may be added.',
  anyOf: ['packageMonth', 'packageLatest', 'totalsMonth', 'totalsLatest'].map((name) => ({ $ref: `#/$defs/${name}` })),
  $defs: {
    packageMonth: {
      title: '/-/stats/<ecosystem>/<project>/<YYYY-MM>.json',
      ...object({
        ...PACKAGE,
        month: MONTH,
        ...COUNTED,
        versions: { type: 'array', items: object({ version: { type: 'string', minLength: 1 }, ...COUNTED }) },
        other: {
          anyOf: [object(COUNTED), OR_NONE],
          description: 'All versions that too few addresses downloaded; null when there are none, or too few of them altogether.',
        },
      }),
    },
    packageLatest: {
      title: '/-/stats/<ecosystem>/<project>/latest.json',
      ...object({
        ...PACKAGE,
        latest: { anyOf: [PATH, OR_NONE], description: 'The newest month with a number; null before there is one.' },
        months: {
          type: 'array',
          description: 'Oldest first, up to two years.',
          items: object({
            month: MONTH,
            downloads: { anyOf: [COUNT, OR_NONE], description: 'Null when too few addresses downloaded it.' },
          }),
        },
      }),
    },
    totalsMonth: {
      title: '/-/stats/totals/<YYYY-MM>.json',
      ...object({
        schema: SCHEMA_1,
        ...TOTALS,
        ecosystems: {
          type: 'array',
          description: 'Sums of what is published of packages, so they do not add up to the exact totals.',
          items: object({ ecosystem: { type: 'string', minLength: 1 }, ...COUNTED }),
        },
      }),
    },
    totalsLatest: {
      title: '/-/stats/latest.json',
      ...object({
        schema: SCHEMA_1,
        latest: { anyOf: [PATH, OR_NONE], description: 'The newest month; null before one was counted.' },
        months: { type: 'array', description: 'Oldest first, up to two years.', items: object(TOTALS) },
        schemaDocument: PATH,
      }),
    },
  },
} as const;
