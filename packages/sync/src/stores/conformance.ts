import { describe, onTestFinished } from 'vitest';
import { decisionConformance } from './conformance/decisions.js';
import { deliveryConformance } from './conformance/delivery.js';
import { intakeConformance } from './conformance/intake.js';
import { ledgerConformance } from './conformance/ledger.js';
import { privacyConformance } from './conformance/privacy.js';
import { recordConformance } from './conformance/records.js';
import { wholeConformance } from './conformance/whole.js';
import type { Store } from './store.js';

/** What `Store` promises, run against any store that claims to keep it. `openStore` opens an empty one each time. */
export function storeConformance(name: string, openStore: () => Store | Promise<Store>): void {
  const openAndClose = async (): Promise<Store> => {
    const store = await openStore();
    onTestFinished(() => store.close());
    return store;
  };
  describe(`Store conformance: ${name}`, () => {
    intakeConformance(openAndClose);
    decisionConformance(openAndClose);
    deliveryConformance(openAndClose);
    ledgerConformance(openAndClose);
    recordConformance(openAndClose);
    privacyConformance(openAndClose);
    wholeConformance(openAndClose);
  });
}
