import { UsageError } from './errors.js';

/** Was it said that this shall be done? @throws {UsageError} it was said both ways. */
export function isAgreed(values: { readonly yes: boolean; readonly 'dry-run': boolean }): boolean {
  if (values.yes && values['dry-run']) {
    throw new UsageError('--yes and --dry-run contradict each other: leave one out.', '--yes');
  }
  return values.yes;
}
