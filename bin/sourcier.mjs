#!/usr/bin/env node
/**
 * The program's door: compiles the native module if that has not been done yet, then runs src/main.ts as it is (tsx strips the
 * types, so there is no build step that could be stale).
 */
import { register } from 'tsx/esm/api'
import { buildNative } from '../scripts/build-native.mjs'

buildNative((line) => console.error(line))
register()
const { main } = await import('../src/main.ts')
process.exitCode = await main(process.argv.slice(2), process.env)
