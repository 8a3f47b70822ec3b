import { definePolicy, type Policy, type PolicyInput, type Resolvers } from '@clarus-klaviyo/mapping';

const rules: PolicyInput = { dispatchStrategy: 'shipment' };

const resolvers: Resolvers = {
  // #region catalog
  // Klaviyo's variant is called `brand-TEE-NVY-M`; packaging is in no catalogue.
  toCatalogId: (sku) => (sku.startsWith('PACK-') ? null : `brand-${sku}`),
  // #endregion catalog
  // #region contact
  // Test orders of our own people are nobody's business.
  contact: (contact) => (contact.email?.endsWith('@our-agency.co.uk') === true ? null : contact),
  // #endregion contact
};

export const policy: Policy = definePolicy(rules, resolvers);
