/** Holds the packages together: what one returns, the next takes. Checked by the compiler alone. */
import type { Clarus } from '@clarus-klaviyo/clarus';
import type { Klaviyo } from '@clarus-klaviyo/klaviyo';
import type { ClarusPort, KlaviyoPort } from './ports.js';

export function clarusFits(clarus: Clarus): ClarusPort {
  return clarus;
}

export function klaviyoFits(klaviyo: Klaviyo): KlaviyoPort {
  return klaviyo;
}
