/**
 * Known faults of what runs in production, as the registry tells them; ends with 1 when there is one. A registry that does not answer
 * such questions (a mirror, no network) is no fault: this says so and ends with 0.
 *
 *     npm run advisories
 */
import { spawnSync } from 'node:child_process'

const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], { encoding: 'utf8' })
/** @type {{ vulnerabilities?: Record<string, { severity: string, range: string, via: (string | { title: string, url: string })[] }>, message?: string }} */
const { vulnerabilities, message } = JSON.parse(stdout || '{}')
if (!vulnerabilities) {
  console.log(
    `The registry does not tell faults (${message ?? 'no answer'}): not checked · Le registre ne dit pas les failles\u00a0: non vérifié`,
  )
} else {
  for (const [name, { severity, range, via }] of Object.entries(vulnerabilities)) {
    const causes = via.map((one) => (typeof one === 'string' ? one : `${one.title} ${one.url}`))
    console.log(`${severity}  ${name} ${range}: ${causes.join('; ')}`)
  }
  const count = Object.keys(vulnerabilities).length
  console.log(`Packages with known faults: ${count} · Paquets visés par un avis\u00a0: ${count}`)
  process.exitCode = count > 0 ? 1 : 0
}
