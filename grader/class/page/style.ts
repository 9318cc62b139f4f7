/** What the class's pages have beyond the report's style. */
export const style = `
a { color: inherit } article { margin-top: 2rem } article > dl, article > details { margin-top: .75rem } [hidden] { display: none !important }
section > h3 { margin: 1rem 0 .25rem } section > .stories > li { padding: .5rem .75rem; border-left-color: var(--fail) }
.first, .who, small { font-size: .9rem } .first, small { color: var(--dim) }
.note { color: var(--dim); font-size: .9rem } ul { margin: .25rem 0; padding-left: 1.5rem }
#controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-top: 1rem }
#controls input, #controls select { font: inherit; max-width: 14rem }
.wide { overflow-x: auto; max-width: 100% } table { border-collapse: collapse; font-size: .9rem } .matrix { line-height: 1.3 }
td, th { padding: .15rem .4rem; text-align: center; border-bottom: 1px solid var(--line); white-space: nowrap }
thead th { color: var(--dim); vertical-align: bottom; font-weight: normal } thead th > a { display: block; font-size: .75rem }
th button { font: inherit; font-weight: bold; color: inherit; background: none; border: 0; padding: .1rem; cursor: pointer }
th[aria-sort="ascending"] button::after { content: " ▲" } th[aria-sort="descending"] button::after { content: " ▼" }
.matrix th:first-child { text-align: left; position: sticky; left: 0; background: var(--page); max-width: 14rem; overflow: hidden;
  text-overflow: ellipsis } .matrix th[scope="row"] { font-weight: normal; white-space: normal; min-width: 9rem; overflow-wrap: anywhere }
td.pass, .pass.key { background: color-mix(in srgb, var(--pass) 16%, transparent); color: var(--pass) }
td.fail, .fail.key { background: color-mix(in srgb, var(--fail) 28%, transparent); color: var(--fail); font-weight: bold }
td.part { background: color-mix(in srgb, var(--error) 16%, transparent) }
td.error, .error.key { background: color-mix(in srgb, var(--error) 28%, transparent); color: var(--error); font-weight: bold }
td.skip, .skip.key, td.missing, td.waiting { color: var(--skip) } td.unreadable { color: var(--fail) }
.key { padding: 0 .35rem } td.total { font-weight: bold } td:empty { border-bottom-color: var(--line) }
td.note { text-align: left; white-space: normal; min-width: 12rem; max-width: 24rem; overflow-wrap: anywhere }
td.note:empty { min-width: 0 } tfoot td, tfoot th { color: var(--dim) }
section > .legend > li, section > .bars > li { margin: 0; padding: 0; background: none; border: 0 }
.legend { list-style: decimal; padding-left: 2rem; font-size: .9rem; columns: 22rem } section > .legend > li { break-inside: avoid; padding-right: 1rem }
.bars { display: flex; align-items: flex-end; gap: .15rem; overflow-x: auto; text-align: center; font-size: .75rem }
.bars li { flex: 1 0 2.6rem; display: flex; flex-direction: column; align-items: center } .bars span:last-child { color: var(--dim); white-space: nowrap }
.bars i { font-style: normal }
.bar { display: block; width: 100%; background: var(--dim); min-height: 1px } .bars li:last-child .bar { background: var(--pass) }
.picture { overflow-x: auto } .picture img { background: var(--card) }
@media (min-width: 62rem) { .wide { width: max-content; max-width: calc(100vw - (100vw - 60rem) / 2 - 2rem); min-width: 100% } }
@media (max-width: 30rem) { .matrix th[scope="row"] { min-width: 6.5rem; max-width: 8rem } .matrix small { display: block }
  td.note { min-width: 10rem } .bars i { display: none } }
@media print { #controls { display: none } }
`;
