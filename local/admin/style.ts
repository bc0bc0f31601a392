export const STYLE = `
  :root {
    color-scheme: light dark;
    --line: color-mix(in srgb, CanvasText 15%, Canvas); --soft: color-mix(in srgb, CanvasText 65%, Canvas);
    --bad: light-dark(#b3261e, #ff8a80); --warn: light-dark(#9a6700, #f2c14e); --fine: light-dark(#5b7fa6, #7f9fc4);
  }
  * { box-sizing: border-box; }
  body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem; overflow-wrap: anywhere; }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; } h3 { font-size: .95rem; margin: 1rem 0 .25rem; }
  p { margin: .25rem 0; } .soft { color: var(--soft); } .bad { color: var(--bad); } .warn { color: var(--warn); }
  .wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid Highlight; }
  table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
  caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
  th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; overflow-wrap: normal; }
  th { font-weight: 600; } thead th { color: var(--soft); } .number { text-align: right; }
  .chart { padding: .2rem 0 .2rem .75rem; }
  .path { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; }
  .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: .75rem; } .facts b { display: block; font-size: 1.2rem; font-weight: 600; }
  details { border-bottom: 1px solid var(--line); padding: .35rem 0; } summary { cursor: pointer; }
  details > div { padding: 0 0 .5rem 1rem; }
  svg.hour { display: block; width: 150px; height: 26px; border-bottom: 1px solid var(--line); }
  .allowed { fill: var(--fine); } .counted { fill: var(--warn); } .blocked { fill: var(--bad); }
  .key::before { content: ''; display: inline-block; width: .7em; height: .7em; margin-right: .3em; border-radius: 2px; }
  .key { margin-right: 1em; white-space: nowrap; }
  .key.allowed::before { background: var(--fine); } .key.counted::before { background: var(--warn); } .key.blocked::before { background: var(--bad); }
  form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .5rem 0; } label { display: grid; }
  input, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4rem; padding: .35rem .6rem; max-width: 100%; }
  button { cursor: pointer; padding: .35rem .8rem; margin: .25rem 0; } form button { margin: 0; }
  button:focus-visible, input:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
`;
