/** Style and script of the evaluation report. Its colours are those of the program's pages (`ui/style/1-base.css`); a test compares them. */

export const STYLE = `
:root {
  --ground: #f7f7f4; --panel: #ffffff; --text: #1b2430; --soft: #505b69; --line: #dcdfe0; --edge: #7b8794; --link: #0b4f8a;
  --mark: #ffe58f; --on-mark: #1b2430; --gold: #c98f00; --problem: #9b1c1c;
  --en: #0b4f8a; --fr: #a8471f;
  color-scheme: light dark;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", "Noto Sans", sans-serif;
  line-height: 1.55;
  scroll-padding-block: 4.25rem 1rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --panel: #1a2029; --text: #e8ebf0; --soft: #aeb8c5; --line: #343d49; --edge: #78828f; --link: #93c4f6;
    --mark: #6a5300; --on-mark: #fff6d6; --gold: #d9a400; --problem: #ffb4a9;
    --en: #93c4f6; --fr: #f0a27d;
  }
}
* { box-sizing: border-box }
body { margin: 0; color: var(--text); background: var(--ground); overflow-wrap: anywhere }
a { color: var(--link); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip { position: absolute; inset: -10rem auto auto .75rem; z-index: 2; padding: .5rem .9rem; background: var(--panel) }
.skip:focus { top: .5rem }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.4rem; min-height: 3.25rem;
  padding-inline: clamp(.75rem, 2vw, 1.75rem); background: var(--panel); border-bottom: 1px solid var(--line); font-size: .94rem }
header a { display: inline-flex; align-items: center; min-height: 2rem; color: var(--soft); text-decoration: none }
header a:hover { color: var(--link); text-decoration: underline }
header nav { display: flex; flex-wrap: wrap; gap: 0 1.2rem; flex: 1 }
header > a { color: var(--link) }
.brand { display: inline-flex; align-items: center; gap: .5rem; margin: 0; font-size: 1.2rem; font-weight: 700 }
.brand .rod { stroke: var(--link) }
.brand .drop { fill: var(--gold) }
main { max-width: 84rem; margin: auto; padding: 1.5rem clamp(.75rem, 2vw, 1.75rem) 4rem }
h1, h2, h3 { line-height: 1.25; text-wrap: balance }
h1 { margin: .5rem 0 1.25rem; font-size: 2rem; letter-spacing: -.01em }
h2 { margin: 2.75rem 0 .25rem; font-size: 1.4rem }
h3 { margin: 0 0 .35rem; font-size: 1.05rem }
p, ul { margin: .3rem 0 }
.about { color: var(--soft); font-size: .92rem; max-width: 46rem }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; margin: 1rem 0; padding: 0; list-style: none }
.card { padding: 1rem 1.15rem; background: var(--panel); border: 1px solid var(--line); border-radius: .75rem; min-width: 0 }
.card + .card { margin-block-start: 1rem }
.cards .card + .card { margin-block-start: 0 }
.plots { grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)) }
.glance { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem 1.25rem; margin: .6rem 0 0 }
.glance dt { color: var(--soft); font-size: .86rem }
.glance dd { margin: 0; font-size: 1.45rem; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em; line-height: 1.3 }
.glance small { display: block; color: var(--soft); font-size: .84rem; font-weight: 400; letter-spacing: 0 }
.wide { overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: .75rem }
.wide:focus-visible { outline-offset: -3px }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
.wide > table { width: 100% }
caption { padding: .7rem 1rem .5rem; color: var(--soft); text-align: start; font-size: .9rem }
th, td { padding: .4rem .7rem; text-align: start; vertical-align: top; border-block-start: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600; border-block-start: 0 }
.figures :is(td, thead th), .questions thead th { white-space: nowrap }
tbody th { font-weight: 400 }
.figures th:first-child { position: sticky; inset-inline-start: 0; min-width: 14rem; background: var(--panel); padding-inline-start: 1rem }
.figures :is(td, [scope="col"]:not(:first-child)) { text-align: end }
.figures .first { border-inline-start: 1px solid var(--line) }
.figures td.first { font-weight: 600 }
.figures thead th { position: relative; vertical-align: bottom; padding-block-start: 2rem }
.figures thead b:not(.visually-hidden) { position: absolute; inset: .5rem auto auto .7rem; color: var(--text) }
.figures [scope="rowgroup"] { padding-block: .9rem .3rem; font-weight: 700 }
tbody th { text-wrap: balance }
.figures tbody tr:hover > * { background: var(--ground) }
.changes { padding-inline-start: 1.2rem; font-size: .92rem }
.glance small span { white-space: nowrap }
details > summary { min-height: 2rem; padding-block: .3rem; color: var(--link); cursor: pointer }
details > .wide { margin-block: .5rem 0 }
.plot { display: block; width: 100%; max-width: 40rem; height: auto; margin: .75rem 0 .25rem; font-size: 13px; fill: var(--text) }
.plot .en { fill: var(--en) }
.plot .fr { fill: var(--fr) }
.plot .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
.plot .line.en { stroke: var(--en) }
.plot .line.fr { stroke: var(--fr); stroke-dasharray: 6 3 }
.plot .axis { fill: none; stroke: var(--edge) }
.plot .soft { fill: var(--soft) }
.outcome { display: inline-block; padding: .05rem .55rem; border: 1px solid var(--line); border-radius: 99px; white-space: nowrap }
.outcome.wrong, .outcome.refused { border-color: var(--problem); color: var(--problem); font-weight: 600 }
.questions td:last-child { min-width: 22rem; max-width: 44rem }
.questions :is(th, td):not(:last-child) { white-space: nowrap }
.questions tbody ul { padding-inline-start: 1.1rem; color: var(--soft) }
.expected { color: var(--soft) }
mark { background: var(--mark); color: var(--on-mark) }
thead button { font: inherit; color: inherit; background: none; border: 0; border-radius: .3rem; min-height: 1.75rem; min-width: 1.75rem; text-align: start; padding: .1rem .3rem; margin-inline-start: -.3rem; cursor: pointer }
thead button:hover { color: var(--link); text-decoration: underline }
[aria-sort="ascending"] button::after { content: " ↑" }
[aria-sort="descending"] button::after { content: " ↓" }
@media (max-width: 40rem) {
  header { position: static; padding-block: .4rem }
  header nav { order: 1; flex-basis: 100% }
  header > a { margin-inline-start: auto }
}
@media print { header { position: static } .wide { overflow: visible } }
`

/** Columns of the questions are sorted where there is script; without it they are in the order of the collection. */
export const SORT = `
for (const table of document.querySelectorAll('[data-sortable]')) {
  const heads = [...table.querySelectorAll('thead [data-label]')]
  heads.forEach((head, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.setAttribute('aria-label', head.dataset.label)
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      heads.forEach((other) => other.removeAttribute('aria-sort'))
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const body = table.tBodies[0]
      const cell = (row) => row.cells[column].textContent
      const rows = [...body.rows].sort((a, b) => cell(a).localeCompare(cell(b), document.documentElement.lang, { numeric: true }))
      body.append(...(down ? rows.reverse() : rows))
    })
  })
}
`
