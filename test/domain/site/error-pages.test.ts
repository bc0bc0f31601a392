import { errorPath, HTTP_ERRORS } from '../../../domain/contracts/http-errors';
import { escapeHtml } from '../../../domain/packages/html';
import { ERROR_CODES, errorPage, errorsPage } from '../../../domain/site/error-pages';

const OWNER = { registry: 'commons', contact: 'packages@foundation.example' };

test('a page says what happened, what to do about it, and whom to ask', () => {
  expect(/<main.*<\/main>/s.exec(errorPage(OWNER, 'TOKEN_EXPIRED'))?.[0]).toMatchInlineSnapshot(`
"<main id="main">
<h1>401: The token has expired</h1>
<p class="code">Error <code>TOKEN_EXPIRED</code></p>
<h2>What happened</h2>
<p>The token was good until a date that is past; the date stands in the token, in seconds since 1970.</p>
<h2>What you can do</h2>
<p>Ask for a new one, or leave the token out: anonymous use stays possible.</p>
<p>When that does not help, ask <a href="mailto:packages@foundation.example">packages@foundation.example</a>, and name the code, the address that you asked for and the time.</p>
<h2>What the operator can do</h2>
<p>Issue the next one: <code>npx registry token issue</code>. <code>npx registry token list</code> shows which end soon.</p>
<p><a href="/-/errors/">All errors</a></p>
</main>"
`);
});

test.each(ERROR_CODES)('the page about %s is headed by its status and title, in a tongue that is named', (code) => {
  const { status, title } = HTTP_ERRORS[code];
  const page = errorPage(OWNER, code);
  expect(page).toContain(`<h1>${status}: ${escapeHtml(title)}</h1>`);
  expect(page).toContain(`<title>${status}: ${escapeHtml(title)} – commons</title>`);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page.match(/<h1>/g)).toHaveLength(1);
});

test('the list links every page by its title', () => {
  const page = errorsPage(OWNER);
  expect(
    ERROR_CODES.filter((code) => !page.includes(`<a href="${errorPath(code)}">${escapeHtml(HTTP_ERRORS[code].title)}</a>`)),
  ).toEqual([]);
});
