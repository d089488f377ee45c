/**
 * compose.yaml says things that are said elsewhere as well: paths and the user of the image, settings of the program, names of a database.
 * What they are is checked here; its form is checked by `npm run check:files`, against the schema.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfigSchema, readCommandLine } from '../src/config.ts'

const ServiceSchema = z.object({
  build: z.string().optional(),
  image: z.string(),
  read_only: z.boolean().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
})
const ComposeSchema = z.object({ services: z.record(z.string(), ServiceSchema), volumes: z.record(z.string(), z.unknown()) })
type Compose = z.infer<typeof ComposeSchema>
type Service = z.infer<typeof ServiceSchema>

/** What the image says of itself. */
interface Image {
  user: string
  port: string
  volumes: string[]
}

const dockerfile = readFileSync('Dockerfile', 'utf8')
const image: Image = {
  user: /^USER (\d+)$/m.exec(dockerfile)?.[1] ?? '',
  port: /^EXPOSE (\d+)$/m.exec(dockerfile)?.[1] ?? '',
  volumes: JSON.parse(/^VOLUME (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]'),
}
const read = (text: string): Compose => ComposeSchema.parse(parse(text, { merge: true }))
const given = readFileSync('compose.yaml', 'utf8')

/** `${NAME:-default}` as Compose fills it in where NAME is not set. */
const filled = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1')

/** Everything of the services that are built from this repository which does not fit the image, the program or the rest of the file. */
function misfits({ services, volumes }: Compose): string[] {
  const settings = new Set(
    Object.values(ConfigSchema.shape).map((field) => z.object({ env: z.string() }).safeParse(field.meta()).data?.env),
  )
  return Object.entries(services).flatMap(([name, service]) => {
    const said = (problem: string): string => `${name}: ${problem}`
    const named = service.volumes.map((volume) => volumeOf(volume).source).filter((source) => !source.startsWith('.'))
    return [
      ...named.filter((source) => !(source in volumes)).map((source) => said(`volume ${source}`)),
      ...Object.entries(service.depends_on).flatMap(([other, { condition }]) =>
        services[other] && (condition !== 'service_healthy' || services[other].healthcheck) ? [] : [said(`depends on ${other}`)],
      ),
      ...(service.build === undefined ? [] : ofOurImage(service, settings).map(said)),
    ]
  })
}

function ofOurImage(service: Service, settings: ReadonlySet<string | undefined>): string[] {
  const mounted = service.volumes.map(volumeOf)
  const temporary = service.tmpfs.map((one) => one.split(':'))
  const writable = [...mounted.filter(({ mode }) => mode !== 'ro').map(({ target }) => target), ...temporary.map(([target]) => target)]
  return [
    ...(existsSync(`${service.build}/Dockerfile`) ? [] : ['no Dockerfile']),
    ...mounted.filter(({ source }) => source.startsWith('.') && !existsSync(source)).map(({ source }) => `no ${source}`),
    ...mounted.filter(({ target }) => !image.volumes.includes(target)).map(({ target }) => `mounts ${target}`),
    ...(service.read_only ? ['/tmp', ...image.volumes.filter((one) => one !== '/documents')] : [])
      .filter((target) => !writable.includes(target))
      .map((target) => `cannot write ${target}`),
    ...temporary.flatMap(([target, options]) => {
      const owners = options?.split(',') ?? []
      return target === '/tmp' || owners.includes(`uid=${image.user}`) ? [] : [`${target} is not its user's`]
    }),
    ...service.ports.filter((port) => port.split(':').at(-1) !== image.port).map((port) => `port ${port}`),
    ...Object.keys(service.environment)
      .filter((variable) => !settings.has(variable))
      .map((variable) => `setting ${variable}`),
  ]
}

function volumeOf(volume: string): { source: string; target: string; mode: string } {
  const [source = '', target = '', mode = 'rw'] = filled(volume).split(':')
  return { source, target, mode }
}

test('what compose.yaml names exists in the image, in the program and in itself', () => {
  expect([image.user, image.port, image.volumes.length]).toEqual(['65532', '8787', 3])
  expect(misfits(read(given))).toEqual([])
})

test.each([
  ['a volume that nobody declares', '  database:\n$', '', 'postgres: volume database'],
  ['a place that the image does not have', '- index:/index', '- index:/indexes', 'sourcier: mounts /indexes'],
  ['a folder that is not there', ':-./seeds}', ':-./samples}', 'sourcier: no ./samples'],
  ['a port that nobody listens on', "'127.0.0.1:8787:8787'", "'127.0.0.1:8787:8080'", 'sourcier: port 127.0.0.1:8787:8080'],
  ['a setting that the program does not have', 'SOURCIER_STORE', 'SOURCIER_STORES', 'server: setting SOURCIER_STORES'],
  ['a folder of root', 'tmpfs: [/tmp]', 'tmpfs: [/tmp, /index]', "server: /index is not its user's"],
  ['a build without a place', '      - building:/index\n', '', 'server: cannot write /index'],
  ['a feedback file on a read-only disk', '      - feedback:/feedback\n', '', 'sourcier: cannot write /feedback'],
  ['a service without a check of its health', / {4}healthcheck:[\s\S]*?\n\n/, '\n', 'server: depends on postgres'],
])('… and %s is seen (negative control)', (_, from, to, problem) => {
  const altered = given.replace(typeof from === 'string' ? new RegExp(from.replace(/[.{}[\]]/g, '\\$&'), 'm') : from, to)
  expect(altered).not.toBe(given)
  expect(misfits(read(altered))).toContain(problem)
})

test('servers ask the database that is started, by its user and its name, and the program takes their settings', () => {
  const { services } = read(given)
  const { server, postgres } = services
  const settings = Object.fromEntries(Object.entries(server?.environment ?? {}).map(([name, value]) => [name, filled(value)]))
  const { store, database } = readCommandLine([], settings).config
  const url = new URL(database)
  const { POSTGRES_USER, POSTGRES_DB } = postgres?.environment ?? {}
  expect([store, url.hostname in services, url.username, url.pathname]).toEqual(['postgres', true, POSTGRES_USER, `/${POSTGRES_DB}`])
  expect(postgres?.healthcheck?.test).toEqual(['CMD', 'pg_isready', '--username', POSTGRES_USER, '--dbname', POSTGRES_DB])
})
