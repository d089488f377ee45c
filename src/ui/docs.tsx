/** The interface of programs as a page: made of the same document that programs read, with nothing from another host. */
import type { FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { ROUTES, type RouteName } from '../messages/api-en.ts'
import { messages } from '../messages/index.ts'
import { Layout, OTHER } from './layout.tsx'

/** The part of an OpenAPI 3.1 document that the page shows. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}
interface Operation {
  operationId: RouteName
  security?: Record<string, unknown>[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
}

interface ApiProps {
  language: Language
  document: OpenApiDocument
  /** Address of this server, for the examples. */
  origin: string
}

export const ApiPage: FC<ApiProps> = ({ language, document, origin }) => {
  const { api, page } = messages(language)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const listed = ROUTES.flatMap((name) => operations.find(({ operation }) => operation.operationId === name) ?? [])
  const shared = sharedErrors(listed.map(({ operation }) => operation))
  return (
    <Layout language={language} title={page.titleApi} path={`/${OTHER[language]}/docs`} current="api">
      <h1>{api.title}</h1>
      <p>{api.intro}</p>
      <p>
        <a href="/openapi.json">{api.headings.machine}</a>
      </p>
      <ul>
        {api.conventions.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      <h2>{api.headings.routes}</h2>
      <ul>
        {listed.map(({ path, method, operation }) => (
          <li>
            <a href={`#${operation.operationId}`}>
              <code>
                {method} {path}
              </code>
            </a>{' '}
            {api.routes[operation.operationId].summary}
          </li>
        ))}
      </ul>
      <h2 id="errors">{api.headings.everywhere}</h2>
      <ul>
        {[...shared].map(([code, status]) => (
          <li>
            <code>{status}</code> {code}
          </li>
        ))}
      </ul>
      {listed.map((route) => (
        <Route language={language} origin={origin} shared={shared} {...route} />
      ))}
      <h2 id="schemas">{api.headings.schemas}</h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <Shape language={language} name={name} schema={schema} />
      ))}
    </Layout>
  )
}

/** Codes of errors, by their status. */
function failuresOf({ responses }: Operation): { status: string; codes: string[] }[] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([status, { description }]) => ({ status, codes: description.split(', ') }))
}

/** Errors that every route may answer with, and their status: said once. */
function sharedErrors(operations: readonly Operation[]): ReadonlyMap<string, string> {
  const [first, ...others] = operations.map((operation) => failuresOf(operation))
  const everywhere = (code: string): boolean => others.every((failures) => failures.some(({ codes }) => codes.includes(code)))
  return new Map((first ?? []).flatMap(({ status, codes }) => codes.filter(everywhere).map((code) => [code, status] as const)))
}

interface RouteProps {
  language: Language
  origin: string
  path: string
  method: string
  operation: Operation
  shared: ReadonlyMap<string, string>
}

const Route: FC<RouteProps> = ({ language, origin, path, method, operation, shared }) => {
  const { api } = messages(language)
  const { summary, description } = api.routes[operation.operationId]
  const sent = operation.requestBody?.content['application/json']
  const example = Object.values(sent?.examples ?? {})[language === 'en' ? 0 : 1]?.value
  const got = Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Number(status) < 300 ? Object.entries(content ?? {}).map(([type, { schema }]) => ({ status, type, schema })) : [],
  )
  const failures = failuresOf(operation).flatMap(({ status, codes }) => {
    const own = codes.filter((code) => !shared.has(code))
    return own.length > 0 ? [{ status, codes: own }] : []
  })
  const admin = operation.security?.length === 1
  return (
    <section class="route" aria-labelledby={operation.operationId}>
      <h3 id={operation.operationId}>
        <code>
          {method} {path}
        </code>{' '}
        {summary}
      </h3>
      <p>{description}</p>
      {operation.security ? <p class="about">{admin ? api.headings.adminToken : api.headings.token}</p> : null}
      {example === undefined ? null : (
        <>
          <p>{api.headings.example}</p>
          <pre tabindex={0}>
            <code>
              {`curl ${origin}${path} -H 'content-type: application/json' \\\n  -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`}
            </code>
          </pre>
        </>
      )}
      <dl>
        {sent ? (
          <>
            <dt>{api.headings.request}</dt>
            <dd>
              <Type schema={sent.schema} />
            </dd>
          </>
        ) : null}
        <dt>{api.headings.response}</dt>
        {got.map(({ status, type, schema }) => (
          <dd>
            <code>{status}</code> <code>{type}</code> <Type schema={schema} />
          </dd>
        ))}
        {failures.length > 0 ? <dt>{api.headings.errors}</dt> : null}
        {failures.map(({ status, codes }) => (
          <dd>
            <code>{status}</code> {codes.join(', ')}
          </dd>
        ))}
      </dl>
    </section>
  )
}

const Shape: FC<{ language: Language; name: string; schema: Schema }> = ({ language, name, schema }) => {
  const { api } = messages(language)
  const meanings: Record<string, string | undefined> = api.fields
  return (
    <section aria-labelledby={`shape-${name}`}>
      <h3 id={`shape-${name}`}>
        <code>{name}</code>
      </h3>
      <div class="table" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{api.headings.field}</th>
              <th scope="col">{api.headings.type}</th>
              <th scope="col">{api.headings.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(schema.properties ?? {}).map(([field, own]) => (
              <tr>
                <th scope="row">
                  <code>{field}</code>
                  {schema.required?.includes(field) ? ` (${api.headings.required})` : ''}
                </th>
                <td>
                  <Type schema={own} />
                </td>
                <td>{meanings[field] ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** A short name of a type, a link where it has a shape of its own. */
const Type: FC<{ schema: Schema }> = ({ schema }) => {
  const own = schema.$ref?.split('/').at(-1)
  if (own) {
    return (
      <a href={`#shape-${own}`}>
        <code>{own}</code>
      </a>
    )
  }
  const alternatives = schema.anyOf ?? schema.oneOf ?? (schema.allOf?.length === 1 ? schema.allOf : undefined)
  if (alternatives) return <>{alternatives.map((one, i) => [i > 0 ? ' | ' : '', <Type schema={one} />])}</>
  if (schema.items) {
    return (
      <>
        <Type schema={schema.items} />
        <code>[]</code>
      </>
    )
  }
  if (schema.enum) return <code>{schema.enum.map((value) => JSON.stringify(value)).join(' | ')}</code>
  const inside = Object.keys(schema.properties ?? {})
  return <code>{inside.length > 0 ? `{ ${inside.join(', ')} }` : [schema.type ?? 'any'].flat().join(' | ')}</code>
}
