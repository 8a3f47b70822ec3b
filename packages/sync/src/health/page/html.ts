/**
 * HTML that is escaped by construction: the only way to make `Html` is a literal template, and whatever is put into one
 * is text, unless it is `Html` itself. Attributes are always written in double quotes.
 */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** The finished source, for the body of a response. */
  toString(): string {
    return this.#source;
  }
}

/** A piece of finished HTML. Only the type is public: there is no way to make one from a string. */
export type Html = Markup;

/** Null, undefined and false leave nothing behind, so that a condition can stand in a template. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

function toSource(part: Part): string {
  if (part instanceof Markup) return part.toString();
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
  if (typeof part === 'number') return String(part);
  return part.map(toSource).join('');
}

/**
 * @example
 * html`<a href="${path}">${reference}</a>`
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let source = literals[0] ?? '';
  for (const [index, part] of parts.entries()) source += toSource(part) + (literals[index + 1] ?? '');
  return new Markup(source);
}
