// The contract of the API as tests use it: its operations, and what is wrong with an answer.
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'

export const file = 'templates/api/openapi.yaml'
export const contract = parse(readFileSync(file, 'utf8'))
export const methods = ['get', 'post', 'put', 'patch', 'delete']
export const resolve = part => (part?.$ref ? part.$ref.slice(2).split('/').reduce((at, name) => at[name.replaceAll('~1', '/')], contract) : part)

/** Every operation: {id, method, path, scope, parameters, body, answers, isRaw}; a raw one takes the bytes of a file. */
export const operations = Object.entries(contract.paths).flatMap(([path, item]) => methods.filter(method => item[method]).map(method => {
  const operation = item[method]
  return { id: operation.operationId, method: method.toUpperCase(), path, scope: operation.security?.[0]?.token?.[0] ?? '', answers: operation.responses,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve), body: resolve(operation.requestBody)?.content['application/json'],
    isRaw: Boolean(resolve(operation.requestBody)?.content['application/octet-stream']) }
}))

export const ajv = new Ajv({ strict: false, allErrors: true })
formats(ajv)
ajv.addSchema(contract, 'contract')
export const absolute = part => JSON.parse(JSON.stringify(part).replaceAll('"#/', '"contract#/'))

const compiled = new Map()
/** The check of a schema, with nothing beside what it says. */
const strict = schema => compiled.get(schema) ?? compiled.set(schema, ajv.compile({ allOf: [absolute(schema)], unevaluatedProperties: false })).get(schema)

/** What is wrong with JSON: fields that are not described too, also in the rows of a page. Nothing when it is right. */
export function mismatch(schema, json) {
  const valid = strict(schema)
  if (!valid(json)) return ajv.errorsText(valid.errors)
  const row = schema.properties?.items?.items
  return row && json.items.map(item => mismatch(row, item)).find(Boolean)
}

const namesIn = path => path.split('{').length - 1

/** The operation that a method and a target with its query mean: of several the one whose path has fewest names in it (OpenAPI 3.1, Path Templating Matching). */
export function operationOf(method, target) {
  const segments = target.split('?')[0].split('/')
  return operations.filter(one => one.method === method && one.path.split('/').length === segments.length &&
    one.path.split('/').every((segment, at) => segment === segments[at] || (segment.startsWith('{') && segments[at])))
    .sort((one, other) => namesIn(one.path) - namesIn(other.path))[0]
}

/** What is wrong with an answer {status, type, text} to an operation; nothing when it is as the contract says. */
export function faultOf(operation, { status, type, text }) {
  const described = resolve(operation.answers[status])
  if (!described) return `answered ${status}, which is not described`
  const [wanted, content] = Object.entries(described.content ?? {})[0] ?? []
  if (!wanted) return text === '' ? undefined : `answered ${status} with a body`
  if (wanted === '*/*') return
  if (type !== wanted) return `answered ${status} with ${type}`
  const wrong = mismatch(content.schema, JSON.parse(text))
  return wrong && `answered ${status}: ${wrong}`
}
