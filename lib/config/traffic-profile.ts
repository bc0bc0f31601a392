/** A traffic profile in a file of its own, for questions that begin with "what if". */
import type { Traffic } from '../../domain/cost/workload';
import { ConfigError, schemaProblems } from './problems';
import { trafficSchema } from './traffic-schema';

/**
 * @param text JSON with the fields of `traffic` of the configuration
 * @param file its name, for messages
 * @throws ConfigError listing every problem at once
 */
export function parseTraffic(text: string, file: string): Traffic {
  const raw = parseJson(text, file);
  const parsed = trafficSchema.safeParse(raw);
  if (!parsed.success) throw new ConfigError(file, schemaProblems(trafficSchema, raw, parsed.error.issues));
  return parsed.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new ConfigError(file, [{ path: [], got, allowed: 'a JSON object', change: 'write e.g. { "terabytesPerMonth": 10 }' }]);
  }
}
