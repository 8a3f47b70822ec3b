/** The page's style sheet. System fonts, both colour schemes, every pair of colours at least WCAG AA. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f4; --card: #ffffff; --line: #d9e0dc; --control: #7d8c85;
  --text: #17211d; --soft: #53625c; --link: #0b5f51; --focus: #0b5f51;
  --well: #17784a; --well-ground: #e7f4ec; --mild: #875200; --mild-ground: #fdf3de;
  --bad: #b3261e; --bad-ground: #fceceb; --button: #0b5f51; --button-text: #ffffff;
  --chart: #1f8a76; --chart-soft: #b9ddd4; --chart-bad: #c8372d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101513; --card: #181f1c; --line: #2c3833; --control: #788a82;
    --text: #e6ede9; --soft: #a3b3ac; --link: #6fd3bd; --focus: #6fd3bd;
    --well: #6ad39a; --well-ground: #14291f; --mild: #f0bd62; --mild-ground: #2b2212;
    --bad: #ff9a90; --bad-ground: #341a18; --button: #6fd3bd; --button-text: #0c1513;
    --chart: #4fb9a3; --chart-soft: #28594f; --chart-bad: #f0766b;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 1.0625rem; line-height: 1.35; margin: 2rem 0 0.75rem; }
h3 { font-size: 1rem; line-height: 1.35; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: from-font; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
code { font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
q { font-style: italic; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; border: 0; }
.quiet { color: var(--soft); }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 1; padding: 0.5rem 1rem; background: var(--button);
  color: var(--button-text); border-radius: 0 0 8px 8px; }
.skip:focus { top: 0; }

.top { background: var(--card); border-bottom: 1px solid var(--line); }
.bar, main, .bottom { max-width: 66rem; margin: 0 auto; padding-inline: 1.25rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; padding-block: 0.625rem; }
.brand { display: inline-flex; align-items: center; gap: 0.625rem; min-height: 2.75rem; font-weight: 650;
  color: var(--text); text-decoration: none; }
.brand .quiet { font-weight: 400; }
.brand svg { width: 1.75rem; height: 1.75rem; fill: none; stroke: var(--link); stroke-width: 2.5;
  stroke-linecap: round; stroke-linejoin: round; }
nav { display: flex; gap: 0.25rem; }
nav a { display: inline-flex; align-items: center; min-height: 2.75rem; padding-inline: 0.75rem; border-radius: 8px;
  color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--text); background: var(--ground); }
nav a[aria-current] { color: var(--text); font-weight: 600; box-shadow: inset 0 -2px 0 var(--link); border-radius: 8px 8px 0 0; }
.search { display: flex; gap: 0.5rem; flex: 1 1 14rem; max-width: 24rem; margin-left: auto; }
.search input { flex: 1; min-width: 0; }
.out { margin-left: auto; }
.search + .out { margin-left: 0; }
.bottom { padding-block: 2rem; color: var(--soft); font-size: 0.875rem; }
main { padding-block: 1.5rem 1rem; }
.bare { display: grid; min-height: 100vh; place-items: center; }
.bare main { width: min(26rem, 100%); }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.125rem 1.25rem; }
.card + .card { margin-top: 0.75rem; }
.calm { color: var(--soft); }
.done { border-color: var(--well); background: var(--well-ground); margin-bottom: 1rem; }
.note { border-color: var(--mild); background: var(--mild-ground); margin-top: 0.75rem; }
.note h3 { margin-bottom: 0.25rem; }
.note ul { padding-left: 1.25rem; }
.more { margin-top: 0.75rem; }
.bottom p + p { margin-top: 0.25rem; }
.door h1 { margin-bottom: 0.5rem; }
.door form { display: grid; gap: 0.5rem; margin-top: 1rem; }
.door button { margin-top: 0.5rem; }
.problem { color: var(--bad); }
.crumbs { margin-bottom: 0.25rem; }

.hero { padding: 1.5rem; border-left-width: 6px; border-left-color: var(--well); }
.hero h1 { font-size: clamp(1.375rem, 1.1rem + 1.4vw, 1.875rem); margin: 0.25rem 0 0.375rem; }
.word { display: inline-flex; align-items: center; gap: 0.5rem; font-weight: 600; color: var(--well); }
.dot { width: 0.75rem; height: 0.75rem; border-radius: 50%; background: currentColor; }
.hero.attention { border-left-color: var(--mild); }
.hero.attention .word { color: var(--mild); }
.hero.urgent { border-left-color: var(--bad); }
.hero.urgent .word { color: var(--bad); }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(12.5rem, 45%), 1fr)); gap: 0.75rem; margin-top: 0.75rem; }
.tiles .card + .card { margin-top: 0; }
.tile { padding: 0.875rem 1.125rem; }
.tile dt { color: var(--soft); font-size: 0.875rem; }
.tile strong { display: block; font-size: 1.5rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tile .quiet { font-size: 0.875rem; }

.groups { list-style: none; padding: 0; }
.group { border-left-width: 4px; border-left-color: var(--control); }
.group.error { border-left-color: var(--bad); }
.group.warning { border-left-color: var(--mild); }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; margin-bottom: 0.375rem; }
.title.big { margin-bottom: 1rem; }
.title h3 a { color: var(--text); }
.badge { display: inline-block; padding: 0.0625rem 0.625rem; border-radius: 999px; font-size: 0.8125rem; font-weight: 600;
  color: var(--soft); background: var(--ground); white-space: nowrap; }
.badge.error { color: var(--bad); background: var(--bad-ground); }
.badge.warning { color: var(--mild); background: var(--mild-ground); }
.badge.closed { color: var(--well); background: var(--well-ground); }
.facts { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin-top: 0.5rem; font-size: 0.9375rem; }
.subjects, .incident h3, .timeline p, .facts-list dd { overflow-wrap: anywhere; }
.facts-list { display: grid; gap: 0.625rem; }
.facts-list > div { display: grid; grid-template-columns: minmax(8rem, 11rem) 1fr; gap: 0.125rem 1rem; }
.facts-list dt { color: var(--soft); }
.incident { padding-bottom: 0.875rem; }
.notes { list-style: none; padding: 0; margin-top: 0.75rem; border-top: 1px solid var(--line); }
.notes li { padding: 0.625rem 0; border-bottom: 1px solid var(--line); white-space: pre-line; overflow-wrap: anywhere; }
.notes .quiet { font-size: 0.875rem; }

.rows { list-style: none; padding-block: 0.25rem; }
.row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; padding-block: 0.75rem; }
.row + .row { border-top: 1px solid var(--line); }

label { display: block; color: var(--soft); font-size: 0.9375rem; }
input, select, textarea, button { font: inherit; }
input, select, textarea { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; color: var(--text); background: var(--card);
  border: 1px solid var(--control); border-radius: 8px; }
::placeholder { color: var(--soft); opacity: 1; }
button { min-height: 2.75rem; padding: 0.5rem 1.125rem; border: 1px solid transparent; border-radius: 8px; cursor: pointer;
  background: var(--button); color: var(--button-text); font-weight: 600; white-space: nowrap; }
button:hover { filter: brightness(1.08); }
button.plain { background: none; color: var(--soft); font-weight: 400; padding-inline: 0.5rem; text-decoration: underline; }
button.grave { background: var(--bad); color: var(--card); }
.inline { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
.inline input, .inline select { width: auto; flex: 1 1 12rem; }
.stack { display: grid; gap: 0.375rem; }
.stack button { justify-self: start; margin-top: 0.25rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 0.75rem 1rem; margin-top: 0.75rem; }
.fields .wide { grid-column: 1 / -1; }
details.act { margin-top: 0.75rem; }
details.act form + form { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
details.act > form:first-of-type { margin-top: 0.75rem; }
details.act > p:last-child { margin-top: 1rem; }
summary { cursor: pointer; min-height: 2rem; padding-block: 0.25rem; color: var(--link); }
.find { margin-top: 1rem; max-width: 36rem; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 0.75rem; }
.chart { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.125rem 0.5rem; min-width: 0; }
.chart figcaption { display: grid; gap: 0.125rem; margin-bottom: 0.5rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: 0.875rem; color: var(--soft); }
.key::before { content: ""; display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.4rem; border-radius: 2px;
  vertical-align: -0.05em; background: var(--tone); }
.key.shape-line::before { height: 3px; border-radius: 2px; vertical-align: 0.25em; }
.tone-main { --tone: var(--chart); }
.tone-soft { --tone: var(--chart-soft); }
.tone-bad { --tone: var(--chart-bad); }
.plot { position: relative; }
.plot svg { display: block; width: 100%; height: 7.5rem; overflow: visible; }
.plot rect { fill: var(--tone); }
.plot polyline { fill: none; stroke: var(--tone); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.plot line { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.plot .axis { stroke: var(--control); }
.plot .scale { position: absolute; right: 0; top: 0.125rem; padding-inline: 0.25rem; font-size: 0.8125rem; color: var(--soft); background: var(--card); font-variant-numeric: tabular-nums; }
.ends { display: flex; justify-content: space-between; font-size: 0.8125rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.numbers { margin-top: 0.25rem; font-size: 0.875rem; }
.scroll { overflow-x: auto; max-height: 24rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
table.wide { width: 100%; }
th, td { padding: 0.375rem 1rem 0.375rem 0; text-align: left; font-weight: 400; vertical-align: top; }
thead th { color: var(--soft); }
tbody tr + tr > * { border-top: 1px solid var(--line); }

article { margin-top: 0.75rem; }
.timeline { list-style: none; padding: 0; }
.timeline li { position: relative; padding: 0 0 1.25rem 1.75rem; }
.timeline li:last-child { padding-bottom: 0; }
.timeline li::before { content: ""; position: absolute; left: 0.25rem; top: 0.375rem; width: 0.75rem; height: 0.75rem; border-radius: 50%;
  background: var(--card); border: 3px solid var(--control); }
.timeline li::after { content: ""; position: absolute; left: 0.5625rem; top: 1.375rem; bottom: -0.25rem; width: 2px; background: var(--line); }
.timeline li:last-child::after { display: none; }
.timeline .good::before { border-color: var(--well); background: var(--well); }
.timeline .bad::before { border-color: var(--bad); background: var(--bad); }
.timeline .mild::before { border-color: var(--mild); }
.when { color: var(--soft); font-size: 0.875rem; }
.kind { margin-left: 0.5rem; }

@media (max-width: 40rem) {
  .bar { gap: 0.25rem 0.75rem; }
  .brand .quiet { display: none; }
  .search { order: 4; flex-basis: 100%; max-width: none; margin: 0; }
  .out, .search + .out { margin-left: auto; order: 2; }
  nav { order: 3; flex-basis: 100%; margin-inline: -0.75rem; }
  main { padding-top: 1rem; }
  h2 { margin-top: 1.5rem; }
  .hero { padding: 1.125rem 1.25rem; }
  .facts-list > div { grid-template-columns: 1fr; }
  .tile { padding: 0.75rem 0.875rem; }
}
@media (forced-colors: active) {
  .dot, .key::before, .timeline li::before { forced-color-adjust: none; }
  .card, .chart { border: 1px solid CanvasText; }
}
@media (prefers-reduced-motion: no-preference) {
  .changed { animation: changed 1.2s ease-out; }
  @keyframes changed { from { background: var(--well-ground); } }
}
@media print { .search, .out, .act, nav { display: none; } }
`;

export const ICON: string =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5f51"/>' +
  '<path d="M4 17h6l3-9 5 17 4-12 2 4h4" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';
