export type Page = AWSCloudFrontFunction.Response;

/** A short text answer, which nobody may keep unless `headers` say so: the next try may well succeed. pip, Maven, gem and Bundler show only `reason`; cargo and go show the text. */
export function page(status: number, reason: string, text: string, headers: { [name: string]: string }): Page {
  const all: AWSCloudFrontFunction.ValueObject = {
    'content-type': { value: 'text/plain; charset=utf-8' },
    'x-content-type-options': { value: 'nosniff' },
    'cache-control': { value: 'no-store' },
  };
  Object.keys(headers).forEach((name) => {
    all[name] = { value: headers[name]! };
  });
  return { statusCode: status, statusDescription: reason, headers: all, body: `${text}\n` };
}
