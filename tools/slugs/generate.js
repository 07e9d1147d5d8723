// Writes the anchors that github-slugger gives to the headings of headings.js, as one JSON file:
//
//     npm install && npm run generate
//
// The text of a heading is what GitHub's filter sees: without markup, images and HTML.

import { writeFileSync } from 'node:fs'
import GithubSlugger from 'github-slugger'
import { toString } from 'mdast-util-to-string'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { files, forms, scripts, special } from './headings.js'

const parser = unified().use(remarkParse).use(remarkGfm)

/** The text of a heading from its Markdown. */
function textOf(markdown) {
  const [node] = parser.parse(`# ${markdown}\n`).children
  if (node.type !== 'heading') throw new Error(`not a heading: ${markdown}`)
  return toString(node, { includeImageAlt: false, includeHtml: false })
}

/** The headings of one file, in order, with their anchors. */
function headingsOf(titles) {
  const slugger = new GithubSlugger()
  return titles.map((markdown) => {
    const text = textOf(markdown)
    return { markdown, text, anchor: slugger.slug(text) }
  })
}

const alone = [...special]
for (const titles of Object.values(scripts)) {
  alone.push(...titles)
  forms.forEach((form, at) => {
    alone.push(form(titles[at % titles.length], titles[(at + 1) % titles.length]))
  })
}

const groups = [...alone.map((title) => [title]), ...files].map(headingsOf)
const hidden = /[\u2028\u2029\ufe00-\ufe0f]|[^\P{C}\n]|(?! )\p{Zs}/gu
const escape = (text) => text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
// Nothing that an editor would hide or change stands in the file as it is.
const lines = groups.map((group) => JSON.stringify(group).replace(hidden, escape))
writeFileSync(process.argv[2], `[\n${lines.join(',\n')}\n]\n`)
const headings = groups.flat().length
console.log(`${headings} headings in ${groups.length} files, ${Object.keys(scripts).length} scripts`)
