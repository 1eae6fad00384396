// Makes src/api/schema.d.ts from the server's OpenAPI document; `npm run api` then compiles
// src/api/contract_check.ts against it.
//   build/release/hotline openapi > openapi.json && OPENAPI=openapi.json npm run api
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const source = process.env.OPENAPI
if (!source) {
  console.error('Set OPENAPI to the path of the document that `hotline openapi` prints.')
  process.exit(2)
}
const target = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url))
const nodes = await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { alphabetize: true })
writeFileSync(target, `// Made by \`npm run api\`. Do not edit.\n${astToString(nodes)}`)
console.log(target)
