/** One page, no resources from elsewhere; all text of clients goes in as text, never as HTML. */
export const ADMIN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local edge</title>
<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 15%, Canvas); --soft: color-mix(in srgb, CanvasText 60%, Canvas); --bad: light-dark(#b3261e, #ff8a80); }
  body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
  p { margin: .25rem 0; } .soft { color: var(--soft); } .bad { color: var(--bad); }
  .wide { overflow-x: auto; } table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
  th { font-weight: 600; color: var(--soft); } td.path { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; } td.number, th.number { text-align: right; }
  .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem; } .facts b { display: block; font-size: 1.2rem; font-weight: 600; }
  button { font: inherit; padding: .35rem .8rem; margin: .25rem .25rem .25rem 0; border: 1px solid var(--line); border-radius: .4rem; background: transparent; color: inherit; cursor: pointer; }
  button:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
</style>
<h1>Local edge</h1>
<p><a id="edge" href=""></a></p>
<p>Clock: <span id="now"></span> <span id="ahead" class="soft"></span></p>
<p>
  <button data-post="/advance" data-body='{"seconds":10}'>+10 s</button><button data-post="/advance" data-body='{"seconds":60}'>+1 min</button><button data-post="/advance" data-body='{"seconds":300}'>+5 min</button><button data-post="/advance" data-body='{"seconds":86400}'>+1 day</button><button data-post="/evict">Evict all copies</button><button data-post="/flush-logs">Deliver logs</button>
</p>
<p id="problem" class="bad" role="status"></p>
<div id="distributions"></div>
<h2>Invalidations</h2><div class="wide" id="invalidations"></div>
<h2>Requests</h2><div class="wide" id="requests"></div>
<script>
const at = (id) => document.getElementById(id);
const make = (tag, text, className) => { const e = document.createElement(tag); e.textContent = text ?? ''; if (className) e.className = className; return e; };
const table = (columns, rows, none) => {
  if (rows.length === 0) return make('p', none, 'soft');
  const t = make('table'), head = t.createTHead().insertRow(), body = t.createTBody();
  for (const [title, , className] of columns) head.append(make('th', title, className));
  for (const row of rows) { const r = body.insertRow(); for (const [, read, className] of columns) r.append(make('td', read(row), className)); }
  return t;
};
const number = (value) => value.toLocaleString('en');
const facts = (pairs) => { const box = make('div', '', 'facts'); for (const [name, value] of pairs) { const d = make('div', name, 'soft'); d.prepend(make('b', value)); box.append(d); } return box; };
const tier = (logData) => { try { const { tier, holder } = JSON.parse(logData); return holder ? tier + ' / ' + holder : (tier ?? ''); } catch { return ''; } };
const distribution = (d) => {
  const box = make('section'), m = d.metrics;
  const rules = make('div', '', 'wide');
  rules.append(table([['Rule', (r) => r.rule], ['Matched', (r) => number(r.matched), 'number'], ['Counted', (r) => number(r.counted), 'number'], ['Blocked', (r) => number(r.blocked), 'number'], ['Limited now', (r) => r.limited.join(', '), 'path']], d.rules, 'No web ACL.'));
  box.append(make('h2', d.domainName + ' (' + d.id + ')'), facts([['requests', number(m.Requests)], ['bytes downloaded', number(m.BytesDownloaded)], ['cache hits', m.CacheHitRate + ' %'], ['4xx', m['4xxErrorRate'] + ' %'], ['5xx', m['5xxErrorRate'] + ' %'], ['copies', number(d.cache.entries) + ' / ' + number(d.cache.bytes) + ' B'], ['log lines waiting', number(d.logLinesWaiting)]]));
  box.append(make('p', Object.entries(m.results).map(([name, count]) => name + ' ' + number(count)).join(' \\u00b7 '), 'soft'), make('h2', 'Web ACL rules'), rules);
  return box;
};
const show = (state) => {
  at('edge').textContent = at('edge').href = state.edgeUrl;
  at('now').textContent = state.now.replace('T', ' ').slice(0, 19) + ' UTC';
  at('ahead').textContent = state.aheadMs > 0 ? '(' + number(state.aheadMs / 1000) + ' s ahead)' : '';
  at('distributions').replaceChildren(...state.distributions.map(distribution));
  at('invalidations').replaceChildren(table([['Time', (i) => i.time.slice(11, 19)], ['Id', (i) => i.id], ['Items', (i) => i.items.join(' '), 'path'], ['Copies gone', (i) => number(i.removed), 'number']], state.invalidations, 'None yet.'));
  at('requests').replaceChildren(table([['Time', (r) => r.time.slice(11, 19)], ['Client', (r) => r.client], ['', (r) => r.method], ['Path', (r) => r.path, 'path'], ['Tier', (r) => tier(r.logData)], ['Status', (r) => r.status, 'number'], ['X-Cache', (r) => r.xCache.replace(' from cloudfront', '')], ['ms', (r) => r.ms, 'number']], state.requests, 'None yet.'));
};
const refresh = async () => {
  try { show(await (await fetch('/state.json')).json()); at('problem').textContent = ''; } catch { at('problem').textContent = 'The local edge does not answer; it may have stopped.'; }
};
document.addEventListener('click', async ({ target }) => {
  if (!target.dataset.post) return;
  const answer = await fetch(target.dataset.post, { method: 'POST', body: target.dataset.body ?? '' });
  if (!answer.ok) at('problem').textContent = (await answer.json()).error;
  else await refresh();
});
refresh();
setInterval(refresh, 2000);
</script>
</html>
`;
