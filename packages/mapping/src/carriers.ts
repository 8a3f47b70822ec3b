/** Names and tracking links of common UK and European carriers, to spread into a policy. */
import type { CarrierPolicy } from './policy-types.js';

/**
 * Keyed by the code Clarus tenants commonly give a carrier; compared without case, spaces, hyphens and
 * underscores. Tenants choose their own codes, so check yours: a carrier not listed gets no link, and a
 * link here is replaced by naming the carrier again. `DPD` is DPD in the United Kingdom. Only carriers whose
 * page takes a tracking number alone are listed. The addresses are those shops commonly link to (2026-11);
 * carriers promise nothing about them.
 *
 * @example
 * definePolicy({ carriers: { ...CARRIERS, OUR_VAN: { name: 'Our own van' } } });
 */
export const CARRIERS: Readonly<Record<string, CarrierPolicy>> = {
  BPOST: { name: 'bpost', trackingUrl: 'https://track.bpost.cloud/btr/web/#/search?itemCode={trackingNumber}' },
  CHRONOPOST: {
    name: 'Chronopost',
    trackingUrl: 'https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={trackingNumber}',
  },
  COLISSIMO: {
    name: 'Colissimo',
    trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code={trackingNumber}',
  },
  DHL: { name: 'DHL', trackingUrl: 'https://www.dhl.com/gb-en/home/tracking.html?tracking-id={trackingNumber}' },
  DHL_EXPRESS: {
    name: 'DHL Express',
    trackingUrl: 'https://www.dhl.com/gb-en/home/tracking.html?tracking-id={trackingNumber}',
  },
  DPD: { name: 'DPD', trackingUrl: 'https://track.dpd.co.uk/search?reference={trackingNumber}' },
  DPD_LOCAL: { name: 'DPD Local', trackingUrl: 'https://track.dpdlocal.co.uk/search?reference={trackingNumber}' },
  EVRI: { name: 'Evri', trackingUrl: 'https://www.evri.com/track/parcel/{trackingNumber}' },
  FEDEX: { name: 'FedEx', trackingUrl: 'https://www.fedex.com/fedextrack/?trknbr={trackingNumber}' },
  GLS: { name: 'GLS', trackingUrl: 'https://gls-group.com/GROUP/en/parcel-tracking?match={trackingNumber}' },
  PARCELFORCE: {
    name: 'Parcelforce Worldwide',
    trackingUrl: 'https://www.parcelforce.com/track-trace?trackNumber={trackingNumber}',
  },
  ROYAL_MAIL: {
    name: 'Royal Mail',
    trackingUrl: 'https://www.royalmail.com/track-your-item#/tracking-results/{trackingNumber}',
  },
  TNT: {
    name: 'TNT',
    trackingUrl:
      'https://www.tnt.com/express/en_gb/site/shipping-tools/tracking.html?searchType=con&cons={trackingNumber}',
  },
  UPS: { name: 'UPS', trackingUrl: 'https://www.ups.com/track?tracknum={trackingNumber}' },
  YODEL: { name: 'Yodel', trackingUrl: 'https://www.yodel.co.uk/tracking/{trackingNumber}' },
};
