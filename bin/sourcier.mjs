#!/usr/bin/env node
/**
 * The program's door: compiles the native module if that has not been done yet, then runs src/main.ts as it is (tsx strips the
 * types, so there is no build step that could be stale). The package for other programs holds dist/ instead of src/.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildNative } from '../scripts/build-native.mjs'

buildNative((line) => console.error(line))
const source = new URL('../src/main.ts', import.meta.url)
const isRepository = existsSync(fileURLToPath(source))
if (isRepository) (await import('tsx/esm/api')).register()
const { main } = await import(isRepository ? source.href : new URL('../dist/main.js', import.meta.url).href)
process.exitCode = await main(process.argv.slice(2), process.env)
