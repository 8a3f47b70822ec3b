/** Reads single variables and gathers what is wrong with them. */

export type Environment = Readonly<Record<string, string | undefined>>;

export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  optional(name: string): string | null {
    const value = this.#environment[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  required(name: string, what: string): string {
    const value = this.optional(name);
    if (value === null) this.problems.push(`${name} is missing: ${what}.`);
    return value ?? '';
  }

  url(name: string, fallback: string): string {
    const value = this.optional(name) ?? fallback;
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      this.problems.push(`${name} must be an http(s) URL, e.g. ${fallback}.`);
    }
    return value.replace(/\/+$/, '');
  }

  port(name: string, fallback: number): number {
    const value = this.optional(name) ?? String(fallback);
    const port = Number(value);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      this.problems.push(`${name} must be a whole number from 0 to 65535 (0 lets the system choose).`);
    }
    return port;
  }

  flag(name: string): boolean {
    const value = this.optional(name) ?? 'false';
    if (!['true', 'false', '1', '0'].includes(value)) this.problems.push(`${name} must be true or false.`);
    return value === 'true' || value === '1';
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
