import { StateVersionError } from '../errors.js';

/** States outlive the code that wrote them: one that means something else must not be read as if it did not. */
export function checkVersion({ version }: { readonly version: number }): void {
  if (version !== 1) throw new StateVersionError(version);
}
