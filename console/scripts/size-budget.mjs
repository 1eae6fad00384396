// Before precompress.mjs: adds up what a browser loads for the agent page and fails above the budget: the entry, the agent page,
// the form and the ticket view with everything they import, gzipped, scripts and styles.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const budgetBytes = 350 * 1024
const pages = ['index.html', 'src/pages/AgentDesk.vue', 'src/pages/NewTicket.vue', 'src/pages/TicketPage.vue']

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(fileURLToPath(new URL('.vite/manifest.json', dist)), 'utf8'))

const files = new Set()
function collect(name, seen) {
  if (seen.has(name)) return
  seen.add(name)
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} is not in the manifest`)
  files.add(chunk.file)
  for (const sheet of chunk.css ?? []) files.add(sheet)
  for (const other of chunk.imports ?? []) collect(other, seen)
}
const seen = new Set()
for (const page of pages) collect(page, seen)

let total = 0
for (const file of [...files].sort()) {
  const bytes = gzipSync(readFileSync(fileURLToPath(new URL(file, dist)))).length
  total += bytes
  console.log(`${String(bytes).padStart(8)}  ${file}`)
}
console.log(`${String(total).padStart(8)}  agent page, gzipped (budget ${budgetBytes})`)
if (total > budgetBytes) process.exit(1)
