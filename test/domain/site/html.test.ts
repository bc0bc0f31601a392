import fc from 'fast-check';
import { contactLink, Html, html, prose } from '../../../domain/site/html';

test('escapes what a template takes in, and keeps what is HTML already', () => {
  const items = ['a < b', '"c"'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul title="${"it's"}">${items}</ul>${3}`.source).toBe(
    '<ul title="it&#39;s"><li>a &lt; b</li><li>&quot;c&quot;</li></ul>3',
  );
});

test('no text whatever opens an element or leaves an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(html`${text}`.source).not.toMatch(/[<>"']/);
      expect(prose(text).source.replace(/<\/?code>|<a href="\/-\/[\w/.]+">|<\/a>/g, '')).not.toMatch(/[<>"']/);
      expect(contactLink(text).source.replace(/^<a href="(https?:[^"]*|mailto:[^"]*)">(.*)<\/a>$/s, '$2')).not.toMatch(/[<>"']/);
    }),
  );
});

test.each([
  ['Set `a < b`.', 'Set <code>a &lt; b</code>.'],
  ['See `/-/limits`.', 'See <a href="/-/limits"><code>/-/limits</code></a>.'],
  ['Below `/t/<tier>/`.', 'Below <code>/t/&lt;tier&gt;/</code>.'],
])('writes %s', (text, source) => {
  expect(prose(text)).toEqual(new Html(source));
});

test.each([
  ['packages@foundation.example', '<a href="mailto:packages@foundation.example">packages@foundation.example</a>'],
  [
    'https://foundation.example/ask?a&b',
    '<a href="https://foundation.example/ask?a&amp;b">https://foundation.example/ask?a&amp;b</a>',
  ],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['a@b?subject=x', 'a@b?subject=x'],
  ['the office', 'the office'],
])('links the contact %s only where that is safe', (contact, source) => {
  expect(contactLink(contact)).toEqual(new Html(source));
});
