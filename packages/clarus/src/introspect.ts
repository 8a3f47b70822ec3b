import * as z from 'zod/mini';
import type { ClarusContext } from './context.js';
import { ClarusGraphQLError, ClarusNotFoundError, ClarusRequestError, ClarusValidationError } from './errors.js';
import { readGraphQL } from './graphql.js';
import type { Candidate } from './undocumented.js';

/** A type behind its non-null and list wrappers: four levels cover `[Thing!]!`. */
const NAMED = 'name ofType { name ofType { name ofType { name } } }';

const INTROSPECT = `query DescribeSchema {
  __schema {
    queryType { name }
    types {
      name
      fields(includeDeprecated: true) { name type { ${NAMED} } args { name type { ${NAMED} } } }
      inputFields { name }
    }
  }
}`;

interface TypeReference {
  readonly name?: string | null | undefined;
  readonly ofType?: TypeReference | null | undefined;
}

const typeReference: z.ZodMiniType<TypeReference> = z.looseObject({
  name: z.optional(z.nullable(z.string())),
  get ofType() {
    return z.optional(z.nullable(typeReference));
  },
});

const named = z.looseObject({ name: z.string() });
const schemaAnswer = z.looseObject({
  __schema: z.looseObject({
    queryType: named,
    types: z.array(
      z.looseObject({
        name: z.string(),
        fields: z.nullable(
          z.array(
            z.looseObject({
              name: z.string(),
              type: typeReference,
              args: z.array(z.looseObject({ name: z.string(), type: typeReference })),
            }),
          ),
        ),
        inputFields: z.nullable(z.array(named)),
      }),
    ),
  }),
});

/**
 * Which candidates the tenant's schema has; null where introspection is off or answers something else, which means
 * "unknown". Clarus mentions introspection under every filter table and does not say that production allows it.
 */
export async function introspect(
  context: ClarusContext,
  signal: AbortSignal | undefined,
): Promise<((candidate: Candidate) => boolean) | null> {
  const answer = schemaAnswer.safeParse(await schemaOf(context, signal));
  if (!answer.success) return null;
  const { queryType, types } = answer.data.__schema;
  const byName = new Map(types.map((type) => [type.name, type]));

  const fieldOf = (typeName: string | null, field: string) =>
    byName.get(typeName ?? '')?.fields?.find(({ name }) => name === field);
  const typeAt = (start: string | null, path: readonly string[]): string | null =>
    path.reduce<string | null>((type, step) => innerName(fieldOf(type, step)?.type), start);

  return ({ root, kind, path }) => {
    const list = typeAt(queryType.name, [root]);
    if (kind === 'field') return typeAt(list, ['all', 'edges', 'node', ...path.split('.')]) !== null;
    const filter = fieldOf(list, 'all')?.args.find(({ name }) => name === 'filter');
    const fields = byName.get(innerName(filter?.type) ?? '')?.inputFields ?? [];
    return fields.some(({ name }) => name === path);
  };
}

function innerName(type: TypeReference | null | undefined): string | null {
  return type?.name ?? (type?.ofType ? innerName(type.ofType) : null);
}

async function schemaOf(context: ClarusContext, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await readGraphQL(context, INTROSPECT, {}, signal);
  } catch (error) {
    const isRefused =
      error instanceof ClarusGraphQLError ||
      error instanceof ClarusValidationError ||
      error instanceof ClarusNotFoundError ||
      error instanceof ClarusRequestError;
    if (isRefused && !error.retryable) return null;
    throw error;
  }
}
