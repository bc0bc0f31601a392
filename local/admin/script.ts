/** Runs in the browser; every two seconds it shows what has changed, and leaves the rest, with focus and scrolling, alone. */
export const SCRIPT = String.raw`
const at = (id) => document.getElementById(id);
const make = (tag, text, className) => { const e = document.createElement(tag); e.textContent = text ?? ''; if (className) e.className = className; return e; };
const number = (value) => value.toLocaleString('en');
const clock = (ms) => new Date(ms).toISOString().slice(11, 19);

/** A column is a title, how a cell is read off a row, and a class; the first one heads its row. */
const table = (caption, columns, rows, none) => {
  if (rows.length === 0) return make('p', none, 'soft');
  const box = make('div', '', 'wide'), t = make('table'), head = t.createTHead().insertRow(), body = t.createTBody();
  box.tabIndex = 0; box.setAttribute('role', 'region'); box.setAttribute('aria-label', caption);
  t.append(make('caption', caption));
  for (const [title, , className] of columns) { const th = make('th', title, className); th.scope = 'col'; head.append(th); }
  for (const row of rows) {
    const r = body.insertRow();
    columns.forEach(([, read, className], i) => {
      const value = read(row), cell = make(i === 0 ? 'th' : 'td', '', className);
      if (i === 0) cell.scope = 'row';
      cell.append(value instanceof Node ? value : String(value));
      r.append(cell);
    });
  }
  box.append(t);
  return box;
};

/** A place on the page that is made once and filled again only when what it shows has changed. */
const shown = new Map();
const fill = (element, value, render) => {
  const text = JSON.stringify(value);
  if (shown.get(element.id) === text) return;
  shown.set(element.id, text);
  const left = [...element.querySelectorAll('.wide')].map((box) => box.scrollLeft), focused = element.querySelector('.wide:focus') !== null;
  element.replaceChildren(...[render(value)].flat());
  element.querySelectorAll('.wide').forEach((box, i) => { box.scrollLeft = left[i] ?? 0; if (i === 0 && focused) box.focus(); });
};
const part = (parent, id, tag, first) => {
  const known = at(id);
  if (known) return known;
  const made = make(tag); made.id = id;
  first?.(made);
  parent.append(made);
  return made;
};

const svg = (tag, attributes) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value); return e; };
/** The last hour, a bar a minute. */
const hour = ({ minutes, upTo }) => {
  const KINDS = ['allowed', 'counted', 'blocked'], sum = (m) => m.allowed + m.counted + m.blocked;
  const recent = minutes.filter((m) => m.at > upTo - 3600000), most = Math.max(0, ...recent.map(sum));
  const total = (kind) => recent.reduce((all, m) => all + m[kind], 0);
  const label = 'Last hour: ' + KINDS.map((kind) => number(total(kind)) + ' ' + kind).join(', ') + '; at most ' + number(most) + ' in a minute';
  const chart = svg('svg', { viewBox: '0 0 180 26', preserveAspectRatio: 'none', role: 'img', 'aria-label': label, class: 'hour' });
  chart.append(svg('title', {})); chart.firstChild.textContent = label;
  for (const minute of recent) {
    let y = 26;
    for (const kind of KINDS) {
      if (minute[kind] === 0) continue;
      const height = Math.max(1, minute[kind] / most * 25);
      y -= height;
      chart.append(svg('rect', { x: 177 - Math.floor((upTo - minute.at) / 60000) * 3, y: Math.max(0, y), width: 2.4, height, class: kind }));
    }
  }
  return chart;
};

const BY = { IP: 'address', CONSTANT: 'all together', CUSTOM_KEYS: 'key' };
const limitOf = ({ rate }) => rate ? number(rate.limit) + ' in ' + rate.windowSeconds + ' s by ' + BY[rate.aggregate] : '';
const LEGEND = ['allowed', 'counted', 'blocked'];
const legend = () => { const p = make('p', '', 'soft'); for (const kind of LEGEND) p.append(make('span', kind, 'key ' + kind)); p.append('Each bar is a minute, the newest on the right; each rule has its own scale.'); return p; };
const rules = ({ rules, upTo }) => [legend(), table('Rules of the web ACL, in the order of evaluation', [
  ['Rule', (r) => r.rule], ['Limit', limitOf], ['Matched', (r) => number(r.matched), 'number'],
  ['Allowed', (r) => number(r.allowed), 'number'], ['Counted', (r) => number(r.counted), 'number'], ['Blocked', (r) => number(r.blocked), 'number'],
  ['Limited now', (r) => r.rate ? number(r.rate.limited.length) + ' of ' + number(r.rate.counting) : '', 'number'],
  ['Last hour', (r) => hour({ minutes: r.minutes, upTo }), 'chart'],
], rules, 'No web ACL.')];
const limits = ({ rate }) => !rate ? [] : [
  table('Limited now', [['Client', (l) => l.key], ['Requests in ' + rate.windowSeconds + ' s', (l) => number(l.requests), 'number']], rate.limited.slice(0, 100), 'Nobody is limited now.'),
  table('Over the limit, the newest first', [['Client', (i) => i.key], ['From', (i) => clock(i.from)], ['Until', (i) => clock(i.until)], ['Requests over', (i) => number(i.requests), 'number'], ['Most in a window', (i) => number(i.most), 'number']], rate.intervals, 'Nobody was over the limit.'),
];
const samples = ({ samples }) => table('Latest samples', [
  ['Time', (s) => clock(s.at)], ['Client', (s) => s.client], ['Done', (s) => s.action], ['Method', (s) => s.method], ['Path', (s) => s.path, 'path'],
  ['Headers', (s) => s.headers.map(([name, value]) => name + ': ' + value).join(' \u00b7 '), 'path'],
], samples, 'It matched nothing.');

const facts = (pairs) => { const box = make('div', '', 'facts'); for (const [name, value] of pairs) { const d = make('div', name, 'soft'); d.prepend(make('b', value)); box.append(d); } return box; };
const traffic = (d) => { const m = d.metrics; return [
  make('h2', d.domainName + ' (' + d.id + ')'),
  facts([['requests', number(m.Requests)], ['bytes downloaded', number(m.BytesDownloaded)], ['cache hits', m.CacheHitRate + ' %'], ['4xx', m['4xxErrorRate'] + ' %'], ['5xx', m['5xxErrorRate'] + ' %'], ['copies', number(d.cache.entries) + ' / ' + number(d.cache.bytes) + ' B'], ['log lines waiting', number(d.logLinesWaiting)]]),
  make('p', Object.entries(m.results).map(([name, count]) => name + ' ' + number(count)).join(' \u00b7 '), 'soft'),
]; };
const distribution = (d, now) => {
  const box = part(at('distributions'), 'd-' + d.id, 'section'), { rules: all, ...others } = d;
  const upTo = Math.floor(Date.parse(now) / 60000) * 60000;
  fill(part(box, 'traffic-' + d.id, 'div'), others, traffic);
  part(box, 'acl-' + d.id, 'h2', (e) => { e.textContent = 'Web ACL'; });
  fill(part(box, 'rules-' + d.id, 'div'), { rules: all.map(({ samples, ...r }) => r), upTo }, rules);
  part(box, 'more-' + d.id, 'h3', (e) => { e.textContent = 'Rule by rule'; e.hidden = all.length === 0; });
  for (const [i, r] of all.entries()) {
    const id = d.id + '-' + r.rule, more = part(box, 'rule-' + id, 'details', (e) => { e.append(make('summary', r.rule), make('div')); e.lastChild.append(make('div'), make('div')); e.lastChild.firstChild.id = 'limits-' + id; e.lastChild.lastChild.id = 'samples-' + id; });
    const now = r.rate?.limited.length;
    more.firstChild.textContent = r.rule + (now ? ' \u2014 ' + number(now) + ' limited now' : '');
    fill(at('limits-' + id), { rate: r.rate }, limits);
    fill(at('samples-' + id), { samples: r.samples }, samples);
  }
};

const tier = (logData) => { try { const { tier, holder } = JSON.parse(logData); return holder ? tier + ' / ' + holder : (tier ?? ''); } catch { return ''; } };
const MODES = { precise: 'precise: the request after a limit is the first one limited, which is stricter than AWS', realistic: 'realistic: limits begin and end 10 to 30 seconds late, changed sets hold within a minute' };
const show = (state) => {
  at('edge').textContent = at('edge').href = state.edgeUrl;
  at('now').textContent = state.now.replace('T', ' ').slice(0, 19) + ' UTC';
  at('ahead').textContent = state.aheadMs > 0 ? '(' + number(state.aheadMs / 1000) + ' s ahead)' : '';
  at('mode').textContent = MODES[state.wafMode];
  for (const d of state.distributions) distribution(d, state.now);
  fill(at('places'), state.places, (places) => table('The last word counts', [['Addresses', (p) => p.addresses], ['Country', (p) => p.country ?? ''], ['Network', (p) => p.asn ?? '', 'number']], places, 'Nothing is said of any client.'));
  fill(at('invalidations'), state.invalidations, (all) => table('The newest first', [['Time', (i) => i.time.slice(11, 19)], ['Id', (i) => i.id], ['Items', (i) => i.items.join(' '), 'path'], ['Copies gone', (i) => number(i.removed), 'number']], all, 'None yet.'));
  fill(at('requests'), state.requests, (all) => table('The newest first', [['Time', (r) => r.time.slice(11, 19)], ['Client', (r) => r.client], ['Method', (r) => r.method], ['Path', (r) => r.path, 'path'], ['Tier', (r) => tier(r.logData)], ['Status', (r) => r.status, 'number'], ['X-Cache', (r) => r.xCache.replace(' from cloudfront', '')], ['ms', (r) => r.ms, 'number']], all, 'None yet.'));
};
/** What was refused stays to be read; that nothing answers goes when something does. */
let lost = false;
const say = (text, isLost) => { at('problem').textContent = text; lost = isLost; };
const refresh = async () => {
  const answer = await fetch('/state.json').catch(() => undefined);
  if (!answer) return say('The local edge does not answer; it may have stopped.', true);
  if (lost) say('', false);
  show(await answer.json());
};
const post = async (path, body) => {
  const answer = await fetch(path, { method: 'POST', body });
  say(answer.ok ? '' : (await answer.json()).error, false);
  await refresh();
};
document.addEventListener('click', ({ target }) => { if (target.dataset.post) post(target.dataset.post, target.dataset.body ?? ''); });
at('place').addEventListener('submit', (event) => { event.preventDefault(); post('/place', JSON.stringify(Object.fromEntries(new FormData(event.target)))); });
refresh();
setInterval(refresh, 2000);
`;
