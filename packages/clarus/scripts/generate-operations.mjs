// Writes `src/operations.generated.ts`: the type of every REST call Clarus documents. Types only.
// node scripts/generate-operations.mjs <openapi.json> [--check]      (or the path in CLARUS_OPENAPI)
import { readFileSync } from 'node:fs';
import { argumentOr, writeOrCheck } from './lib.mjs';

const { paths, components } = JSON.parse(readFileSync(argumentOr('CLARUS_OPENAPI'), 'utf8'));

const key = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
const used = new Set();

/** A JSON schema as a type. Knows what Clarus's document uses, and stops at what it does not. */
function typeOf(schema, indent, isPatch = false) {
  const type = bareTypeOf(schema, indent, isPatch);
  return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
}

function bareTypeOf(schema, indent, isPatch) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    used.add(name);
    // The same attributes serve creates, where some are required, and updates, where none is.
    return isPatch && name.endsWith('Attributes') ? `Partial<${name}>` : name;
  }
  if (schema.allOf !== undefined) return schema.allOf.map((each) => bareTypeOf(each, indent, isPatch)).join(' & ');
  if (schema.enum !== undefined)
    return schema.enum.map((word) => JSON.stringify(word).replaceAll('"', "'")).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array': {
      const items = typeOf(schema.items ?? {}, indent, isPatch);
      return `readonly ${/[|&]/.test(items.replace(/\{[\s\S]*\}/, '')) ? `(${items})` : items}[]`;
    }
    case 'object':
      return schema.properties === undefined
        ? 'Readonly<Record<string, unknown>>'
        : objectType(schema, indent, isPatch);
    case undefined:
      return schema.properties === undefined ? 'unknown' : objectType(schema, indent, isPatch);
    default:
      throw new Error(`a schema of type ${schema.type}`);
  }
}

function objectType(schema, indent, isPatch) {
  const lines = Object.entries(schema.properties).map(([name, property]) => {
    const isRequired = schema.required?.includes(name) === true;
    return `${indent}  readonly ${key(name)}${isRequired ? '' : '?'}: ${typeOf(property, `${indent}  `, isPatch)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const parameterType = (parameters) => `{ ${parameters.map(({ name }) => `readonly ${name}: WireId`).join('; ')} }`;

const operations = Object.entries(paths)
  .filter(([path]) => path.startsWith('/api/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.responses !== undefined)
      .map(([method, { parameters = [], requestBody }]) => {
        const inPath = parameters.filter(({ in: place }) => place === 'path');
        const inQuery = parameters.filter(({ in: place }) => place === 'query');
        const json = requestBody?.content['application/json']?.schema;
        const isOptional = requestBody?.required === true ? '' : '?';
        const parts = [
          ...(inPath.length > 0 ? [`readonly params: ${parameterType(inPath)};`] : []),
          ...(inQuery.length > 0
            ? [`readonly query: { ${inQuery.map(({ name }) => `readonly ${name}: WireId`).join('; ')} };`]
            : []),
          ...(json !== undefined ? [`readonly body${isOptional}: ${typeOf(json, '    ', method === 'patch')};`] : []),
          ...(requestBody !== undefined && json === undefined ? ['readonly file: FileUpload;'] : []),
        ];
        const name = `${method.toUpperCase()} ${path.replace(/^\/api/, '')}`;
        return parts.length === 0
          ? `  '${name}': Record<never, never>;`
          : `  '${name}': {\n    ${parts.join('\n    ')}\n  };`;
      }),
  );

const named = new Map();
for (let size = -1; size !== used.size; ) {
  size = used.size;
  for (const name of [...used]) {
    if (!named.has(name)) named.set(name, typeOf(components.schemas[name], ''));
  }
}
/** The schemas that public functions take: a reader meets them without the document at hand. */
const MEANINGS = {
  GoodsInReceiptAttributes: "A receipt in Clarus's own words, for what the named fields leave out.",
  GoodsInReceiptLineChange: "A receipt line to add, change or remove, in Clarus's own words.",
  GoodsOutAttributes: "An order in Clarus's own words, for what the named fields leave out.",
  GoodsOutLineChange: "An order line to add, change or remove, in Clarus's own words.",
  ProductAttributes: "A product in Clarus's own words, for what the named fields leave out.",
  ShipmentAttributes: "A shipment in Clarus's own words, for what the named fields leave out.",
};
const documented = (name, declaration) => (name in MEANINGS ? `/** ${MEANINGS[name]} */\n${declaration}` : declaration);

const schemas = [...named]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, type]) =>
    documented(
      name,
      type.startsWith('{') && type.endsWith('}')
        ? `export interface ${name} ${type}`
        : `export type ${name} = ${type};`,
    ),
  );

writeOrCheck(
  'src/operations.generated.ts',
  `// Generated by scripts/generate-operations.mjs from Clarus's OpenAPI document. Do not edit.
import type { FileUpload } from './request.js';
import type { WireId } from './roots.js';

/** What each REST call that Clarus documents takes. Paths are below the prefix (\`/api\`). */
export interface DocumentedOperations {
${operations.join('\n')}
}

${schemas.join('\n\n')}
`,
);
