/** What the class's pages have beyond the report's style. */
export const style = `
a { color: inherit } article { margin-top: 2rem } article > dl, article > details { margin-top: .75rem }
section > h3 { margin: 1rem 0 .25rem } section > .failures > li { padding: .5rem .75rem }
.failures meter { width: 6rem; vertical-align: middle; margin-right: .5rem }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem } .matrix { line-height: 1.3 }
td, th { padding: .1rem .4rem; text-align: center; border-bottom: 1px solid var(--line); white-space: nowrap }
thead th { color: var(--dim) } th[scope="row"] { text-align: left; font-weight: normal; position: sticky; left: 0; background: var(--page);
  max-width: 12rem; overflow: hidden; text-overflow: ellipsis }
td.pass { color: var(--pass) } td.fail { color: var(--fail); font-weight: bold } td.skip { color: var(--skip) }
td.error { color: var(--error); font-weight: bold } td.note { text-align: left; color: var(--dim) }
abbr { text-decoration: none } .legend { list-style: decimal; padding-left: 2rem }
@media (min-width: 62rem) { .wide { margin-right: calc((60rem - 100vw) / 2 + 1rem) } }
`;
