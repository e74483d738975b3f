/** The stylesheet of every page. Colours are named by meaning; the dark ones follow the system's setting. */
export const STYLESHEET = `
:root {
	color-scheme: light dark;
	--ground: #f5f6f7; --surface: #fff; --sunken: #f8f9fa; --line: #dfe3e6; --edge: #b4bcc4;
	--text: #1a1f24; --quiet: #59636e; --accent: #0b7285; --accent-strong: #095c6b; --on-accent: #fff; --tint: #e3f4f7;
	--good: #1a7f37; --good-tint: #e4f6e9; --bad: #b3261e; --bad-tint: #fcebea; --sand: #fdf3d7; --on-sand: #5c4305;
	--code: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #101417; --surface: #181d21; --sunken: #12171a; --line: #2b3238; --edge: #4d5861;
		--text: #e5e9ec; --quiet: #9ba7b1; --accent: #4cc3d6; --accent-strong: #7fd8e6; --on-accent: #06262c; --tint: #14323a;
		--good: #5fce82; --good-tint: #14301f; --bad: #ff9189; --bad-tint: #3a1b19; --sand: #332a12; --on-sand: #f0d999;
	}
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1, h2, h3, p, ul, dl, dd, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; letter-spacing: -0.015em; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: 650; }
h3 { font-size: 0.9rem; font-weight: 650; margin-top: 1.5rem; }
ul { list-style: none; }
small { font-size: 0.8rem; color: var(--quiet); }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-strong); }
code, .code, pre { font-family: var(--code); font-size: 0.85rem; }
code { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 0.85rem; font-weight: 400; }
.lead { color: var(--quiet); margin-top: 0.35rem; max-width: 60ch; }
.breakable { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 0.5rem; top: 0.5rem; padding: 0.5rem 1rem; background: var(--surface); z-index: 1; }

.banner { background: var(--sand); color: var(--on-sand); font-size: 0.8rem; padding: 0.4rem 1.5rem; text-align: center; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.75rem; padding: 0 1.5rem; background: var(--surface); border-bottom: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: 0.6rem; padding: 0.8rem 0; color: var(--text); text-decoration: none; font-weight: 650; letter-spacing: -0.01em; }
.brand svg { display: block; }
.top nav { display: flex; gap: 1.4rem; flex: 1; align-self: stretch; }
.top nav a, .tabs a { display: flex; align-items: center; color: var(--quiet); text-decoration: none; font-size: 0.9rem; white-space: nowrap; border-bottom: 2px solid transparent; border-top: 2px solid transparent; }
.top nav a:hover, .tabs a:hover { color: var(--text); }
.top nav a[aria-current], .tabs a[aria-current] { color: var(--text); border-bottom-color: var(--accent); }
.person { font-size: 0.85rem; color: var(--quiet); }
main { margin: 0 auto; padding: 1.75rem 1.5rem 4rem; }
.narrow { max-width: 800px; }
.wide { max-width: 1320px; }

.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin-top: 1.25rem; min-width: 0; }
.card.good { border-color: var(--good); }
.card.bad { border-color: var(--bad); }
.card > h2 { margin-bottom: 0.6rem; }
fieldset { border: 0; min-width: 0; }
fieldset.card { border: 1px solid var(--line); }
fieldset.card legend { float: left; width: 100%; padding: 0; margin-bottom: 0.6rem; }
fieldset.card legend + * { clear: both; }
.cards { display: grid; gap: 0.75rem; margin-top: 1.5rem; }
.cards a { display: block; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; color: var(--text); text-decoration: none; }
.cards a:hover { border-color: var(--accent); }
.cards strong, .cards span { display: block; }
.cards strong { font-weight: 650; }
.cards span { color: var(--quiet); font-size: 0.9rem; }
.crumbs { font-size: 0.85rem; margin-bottom: 0.25rem; }
.tabs { display: flex; gap: 1.4rem; border-bottom: 1px solid var(--line); margin-top: 1rem; }
.tabs a { padding: 0.4rem 0; margin-bottom: -1px; }
.empty { color: var(--quiet); font-size: 0.9rem; padding: 0.75rem 0; }

button, .button, select, input, textarea { font: inherit; font-size: 0.9rem; color: inherit; }
button, .button { display: inline-block; padding: 0.45rem 0.9rem; border: 1px solid var(--edge); border-radius: 7px; background: var(--surface); color: var(--text); font-weight: 550; line-height: 1.4; text-decoration: none; cursor: pointer; white-space: nowrap; }
button:hover, .button:hover { border-color: var(--accent); color: var(--text); background: var(--tint); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
button.small { padding: 0.15rem 0.6rem; font-size: 0.8rem; }
select, textarea, input:not([type=checkbox]):not([type=radio]) { min-width: 0; padding: 0.45rem 0.65rem; border: 1px solid var(--edge); border-radius: 7px; background: var(--surface); }
textarea, input.code { font-family: var(--code); font-size: 0.85rem; }
textarea { display: block; width: 100%; resize: vertical; line-height: 1.5; word-break: break-all; }
[readonly] { background: var(--sunken) !important; }
::placeholder { color: var(--quiet); opacity: 1; word-break: normal; }
input[type=checkbox], input[type=radio] { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0.15rem 0 0; flex: none; }
label { font-weight: inherit; }
.actions { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 0.9rem; }
.field { display: flex; gap: 0.5rem; }
.field input { flex: 1; }

.facts { display: grid; grid-template-columns: minmax(9rem, 1fr) minmax(0, 3fr); font-size: 0.9rem; }
dl.facts { align-items: center; gap: 0.9rem 1.25rem; }
.card > dl.facts:not(:first-child) { margin-top: 0.5rem; }
main > dl.facts { margin-top: 1.5rem; }
.facts dt { color: var(--quiet); }
.facts small { display: block; margin-top: 0.35rem; }
table.facts { display: table; width: 100%; border-collapse: collapse; }
table.facts th { width: 11rem; text-align: left; font-weight: 400; color: var(--quiet); }
table.facts th, table.facts td { vertical-align: top; padding: 0.55rem 1rem 0.55rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
table.facts tr:first-child > * { border-top: 0; }
.mark { font-weight: 600; }
.mark.good { color: var(--good); }
.mark.bad { color: var(--bad); }
.chips { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.chips li { font-family: var(--code); font-size: 0.8rem; background: var(--tint); border-radius: 5px; padding: 0.1rem 0.5rem; }
.granular > li + li { margin-top: 0.5rem; }
.granular ul { padding: 0.1rem 0 0 1rem; font-size: 0.85rem; }
.granular details { font-size: 0.85rem; padding-left: 1rem; }
summary { color: var(--quiet); cursor: pointer; width: max-content; }

.checks { margin: 0 -0.5rem; }
.checks label { display: flex; gap: 0.65rem; padding: 0.35rem 0.5rem; border-radius: 6px; cursor: pointer; }
.checks label:hover { background: var(--tint); }
.checks span { min-width: 0; }
.checks small { display: block; line-height: 1.35; }
.checks code { font-size: 0.83rem; }
.checks input:disabled + span { opacity: 0.75; }
.scroll { overflow-y: auto; max-height: 21rem; margin: 0.6rem 0 0; padding: 0.3rem 0.75rem; border: 1px solid var(--line); border-radius: 7px; scrollbar-width: thin; scrollbar-color: var(--edge) transparent; }
.toolbar { display: flex; align-items: center; gap: 0.5rem; margin: 0.9rem 0 0.6rem; }
.toolbar .quiet { flex: 1; }
input[type=search] { width: 100%; }
.consent > .actions { position: sticky; align-items: center; bottom: 0; margin-top: 0.25rem; padding: 1rem 0; background: var(--ground); }

.explorer { display: grid; grid-template-columns: minmax(0, 1fr) 25rem; gap: 1.25rem; }
.explorer h1 { grid-column: 1 / -1; }
.explorer .card { margin: 0; }
.request { display: flex; flex-direction: column; }
.bar { display: flex; align-items: center; gap: 0.5rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.6rem; }
.bar input { flex: 1; }
.bar .host { font-family: var(--code); font-size: 0.8rem; margin-right: -0.25rem; }
.answer { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin-top: 0.75rem; flex: 1; }
.answer.empty { text-align: center; padding: 7rem 1rem 1rem; }
.answer > p:first-child:not(:only-child) { padding: 0.6rem 1rem; border-bottom: 1px solid var(--line); font-size: 0.85rem; }
.answer pre { margin: 0; padding: 1rem; overflow: auto; max-height: 70vh; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
.notice { border-radius: 7px; padding: 0.5rem 0.75rem; font-size: 0.9rem; margin-bottom: 1rem; }
.notice.good { background: var(--good-tint); color: var(--good); }
.notice.bad { background: var(--bad-tint); color: var(--bad); }
.token > .quiet { margin-top: 0.5rem; }
.token > .actions:has([value=generate]) button { flex: 1; }
.menus { display: grid; gap: 0.75rem; margin: 1.1rem 0; padding: 1.1rem 0; border: solid var(--line); border-width: 1px 0; }
.menus label { display: block; font-size: 0.85rem; color: var(--quiet); margin-bottom: 0.25rem; }
.menus select { width: 100%; }
.split { display: flex; justify-content: space-between; align-items: baseline; }
.token legend { padding: 0.5rem 0 0.15rem; font-size: 0.75rem; font-weight: 650; color: var(--quiet); letter-spacing: 0.04em; text-transform: uppercase; }

@media (max-width: 900px) {
	.explorer { grid-template-columns: minmax(0, 1fr); }
	.explorer .token { order: -1; }
	.explorer h1 { order: -2; }
	.bar { flex-wrap: wrap; }
	.bar .host, .bar .host ~ span { display: none; }
	.bar input { flex-basis: 100%; order: 1; }
	.bar button { margin-left: auto; }
	.answer.empty { padding-top: 3rem; padding-bottom: 3rem; }
}
@media (max-width: 600px) {
	.banner, .top, main { padding-left: 1rem; padding-right: 1rem; }
	main { padding-top: 1.25rem; }
	h1 { font-size: 1.35rem; }
	.top nav { order: 1; flex-basis: 100%; overflow-x: auto; scrollbar-width: none; }
	.top nav a { padding: 0.45rem 0; }
	.person { margin-left: auto; }
	dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0.2rem; }
	dl.facts dd + dt { margin-top: 0.7rem; }
	table.facts, table.facts tbody, table.facts tr, table.facts th, table.facts td { display: block; width: auto; }
	table.facts th { padding-bottom: 0; }
	table.facts td { border-top: 0; padding-top: 0.1rem; }
	.field { flex-wrap: wrap; }
	.field input { flex-basis: 100%; }
}
`;
