/** What a query may be made of, so that DuckDB and Trino read it alike and give the same values. Everything else is a finding. */

/** Functions of the same name and the same value in both; those that are `''` here and NULL there only within COALESCE. */
const FUNCTIONS = new Set(
  [
    'CAST',
    'TRY_CAST',
    'COALESCE',
    'NULLIF',
    'COUNT',
    'COUNT_IF',
    'SUM',
    'MIN',
    'MAX',
    'ROW_NUMBER',
    'SUBSTR',
    'STRPOS',
    'STARTS_WITH',
  ].concat(['REPLACE', 'LOWER', 'CHR', 'REGEXP_EXTRACT', 'SPLIT_PART', 'LEAST', 'GREATEST', 'MOD', 'DATE_DIFF']),
);
const KEYWORDS = new Set(
  'ALL AND AS ASC BETWEEN BY CASE CROSS DESC DISTINCT ELSE END FROM GROUP HAVING IN IS JOIN LEFT NOT NULL ON OR ORDER OVER PARTITION SELECT THEN VALUES WHEN WHERE WITH'.split(
    ' ',
  ),
);
const TYPES = new Set(['VARCHAR', 'BIGINT', 'DATE']);
/** No division, remainder, cast, subscript, pattern match or parameter. */
const OPERATORS = new Set(['(', ')', ',', '.', '=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '||']);
/** Where one engine gives NULL and the other an empty text. */
const NULL_OR_EMPTY = new Set(['REGEXP_EXTRACT', 'SPLIT_PART']);

const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\s+|<>|<=|>=|\|\||::|./gs;

/** @returns one sentence for each thing that is not of the common subset; none when all is */
export function dialectFindings(sql: string): string[] {
  const tokens = (sql.match(TOKEN) ?? []).filter((token) => token.trim() !== '');
  return tokens.flatMap((token, i) => {
    const word = token.toUpperCase();
    const isCall = tokens[i + 1] === '(';
    if (/^['"]/.test(token)) return [];
    if (/^\d/.test(token)) return token.includes('.') ? [`a number that is not whole: ${token}`] : [];
    if (!/^[a-z_]/i.test(token)) return OPERATORS.has(token) ? [] : [`the operator ${token}`];
    if (KEYWORDS.has(word) || TYPES.has(word)) return [];
    if (isCall) return callFindings(tokens, i, word);
    return /^[a-z_0-9]+$/.test(token) ? [] : [`the word ${token}`];
  });
}

function callFindings(tokens: readonly string[], i: number, word: string): string[] {
  // The name of a part with its columns, `WITH name (column) AS`.
  if (tokens[i + 3] === ')' && tokens[i + 4] === 'AS') return [];
  if (!FUNCTIONS.has(word)) return [`the function ${tokens[i]}`];
  if (NULL_OR_EMPTY.has(word) && (tokens[i - 2]?.toUpperCase() !== 'COALESCE' || tokens[i - 1] !== '('))
    return [`${tokens[i]} outside of COALESCE`];
  return [];
}
