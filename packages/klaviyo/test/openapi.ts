/**
 * Klaviyo's OpenAPI document as a check on requests. Reads the file named by the environment variable
 * `KLAVIYO_OPENAPI`; without it `klaviyoContract()` is null and tests that need it should skip visibly.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import * as ajvFormats from 'ajv-formats';

export interface ContractRequest {
  readonly method: string;
  /** As sent: `/api/catalog-variants/%24custom...`, with or without a query. */
  readonly path: string;
  /** Parsed JSON; undefined when there is no body. */
  readonly body?: unknown;
}

export interface KlaviyoContract {
  /** Everything wrong with the request, in words; empty when Klaviyo's document allows it. */
  validateRequest(request: ContractRequest): string[];
  /** Each operation of the document, e.g. `POST /api/events`, with its limits. */
  readonly operations: readonly ContractOperation[];
}

export interface ContractOperation {
  readonly method: string;
  readonly path: string;
  readonly limits: { readonly burst: string; readonly steady: string; readonly daily?: string };
}

type Json = Readonly<Record<string, unknown>>;
const MEDIA_TYPE = 'application/vnd.api+json';
let cached: KlaviyoContract | null | undefined;

/** The contract, or null where `KLAVIYO_OPENAPI` is not set. Read once. */
export function klaviyoContract(): KlaviyoContract | null {
  if (cached === undefined) {
    const file = process.env['KLAVIYO_OPENAPI'];
    cached = file === undefined || file === '' ? null : readContract(JSON.parse(readFileSync(file, 'utf8')));
  }
  return cached;
}

function readContract(document: unknown): KlaviyoContract {
  const paths = record(record(document)['paths']);
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajvFormats.default.default(ajv);
  ajv.addSchema({ $id: 'klaviyo', components: { schemas: strict(record(record(document)['components'])['schemas']) } });
  const validators = new Map<string, ValidateFunction>();
  const templates = Object.keys(paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));

  return {
    validateRequest: ({ method, path, body }) => {
      const [pathname = '', query = ''] = path.split('?');
      const found = templates.find(({ pattern }) => pattern.test(pathname));
      const operation = found && record(paths[found.template])[method.toLowerCase()];
      if (found === undefined || operation === undefined) return [`${method} ${pathname} is not an operation.`];
      const content = record(record(record(operation)['requestBody'])['content']);
      const problems = queryProblems(record(operation)['parameters'], query);
      const schema = record(content[MEDIA_TYPE])['schema'];
      if (schema === undefined) return body === undefined ? problems : [...problems, 'takes no body'];
      const key = `${method} ${found.template}`;
      const validate = validators.get(key) ?? ajv.compile(record(strict(schema)));
      validators.set(key, validate);
      if (!validate(body)) {
        for (const error of validate.errors ?? []) {
          problems.push(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
        }
      }
      return problems;
    },
    operations: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(record(methods)).map(([method, operation]) => {
        const limits = record(record(operation)['x-klaviyo-ratelimit']);
        const { burst, steady, daily } = limits;
        return {
          method: method.toUpperCase(),
          path,
          limits: {
            burst: String(burst),
            steady: String(steady),
            ...(daily === undefined ? {} : { daily: String(daily) }),
          },
        };
      }),
    ),
  };
}

function queryProblems(parameters: unknown, query: string): string[] {
  const allowed = new Set((Array.isArray(parameters) ? parameters : []).map((parameter) => record(parameter)['name']));
  return [...new URLSearchParams(query).keys()]
    .filter((name) => !allowed.has(name))
    .map((name) => `query parameter ${name} is not documented`);
}

/**
 * OpenAPI 3.0 as JSON Schema, and stricter: an object that lists its members has no others, since what Klaviyo
 * does not know it drops without a word. `nullable` becomes a choice, so that it works beside `$ref` too.
 */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _example, ...rest } = record(schema);
  const members = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strictMember(key, value)]));
  if (typeof members['$ref'] === 'string') members['$ref'] = members['$ref'].replace('#/', 'klaviyo#/');
  if (members['properties'] !== undefined && members['additionalProperties'] === undefined) {
    members['additionalProperties'] = false;
  }
  return nullable === true ? { anyOf: [members, { type: 'null' }] } : members;
}

/** Below `properties` the keys are names of members, not of schema keywords. */
function strictMember(key: string, value: unknown): unknown {
  if (key !== 'properties') return strict(value);
  return Object.fromEntries(Object.entries(record(value)).map(([name, member]) => [name, strict(member)]));
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
