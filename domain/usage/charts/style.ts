/** Style of all charts; a page puts it once beside its own. Series differ in order and in a gap between them, not in colour alone. */
export const SERIES_COUNT = 6;

/**
 * Text of a picture shrinks with it: on a phone it is drawn larger, and every second mark left out (`.w`). Contrast of series against
 * the ground is above 3 in both schemes.
 */
export const CHART_STYLE = `
.chart { margin: 1rem 0; max-width: 45rem; }
.chart figcaption { margin-bottom: .5rem; color: var(--quiet); }
.chart svg { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--quiet); font: 13px system-ui, sans-serif; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .ideal { stroke: var(--quiet); stroke-dasharray: 5 5; fill: none; }
.chart .line { stroke: var(--s0); stroke-width: 3; fill: none; }
.chart rect, .chart circle { stroke: var(--ground); stroke-width: 1; }
.sq { max-width: 26rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0; list-style: none; max-width: none; }
.chart .legend svg { display: inline-block; width: .9rem; height: .9rem; margin-right: .4rem; vertical-align: -.1rem; }
:root { --s0: #0b5fb0; --s1: #b34a00; --s2: #00754f; --s3: #8a3c7a; --s4: #7a5c00; --s5: #5b5b66; }
@media (prefers-color-scheme: dark) { :root { --s0: #6db3ff; --s1: #ff9f5a; --s2: #4fd3a4; --s3: #e79ad6; --s4: #e0c04a; --s5: #b4b4bf; } }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); }
@media (max-width: 600px) { .chart text { font-size: 27px; } .chart .w { display: none; } }
@media (forced-colors: active) {
  .chart text { fill: CanvasText; }
  .chart .grid, .chart .ideal, .chart .line { stroke: CanvasText; }
  .s0, .s2, .s4 { fill: CanvasText; } .s1, .s3, .s5 { fill: Highlight; }
  .chart rect, .chart circle { stroke: Canvas; stroke-width: 2; }
}
`;
