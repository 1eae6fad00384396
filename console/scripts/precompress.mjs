// The last step of a build: drops the bundler's manifest and writes FILE.gz beside every text file of
// dist, so that the server sends them as they are.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt'])
const worthwhileBytes = 512

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}

rmSync(join(dist, '.vite'), { recursive: true, force: true })
let count = 0
for (const path of walk(dist)) {
  if (!compressible.has(extname(path))) continue
  const plain = readFileSync(path)
  if (plain.length < worthwhileBytes) continue
  const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })
  if (packed.length >= plain.length) continue
  writeFileSync(`${path}.gz`, packed)
  count += 1
}
console.log(`precompressed ${count} files`)
