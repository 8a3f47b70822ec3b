/** What the brand sells, who carries it, and who buys: all invented. */
import { between, pick, type Random } from '../random.js';

export interface Garment {
  readonly sku: string;
  readonly description: string;
}

export interface Carrier {
  readonly code: string;
  readonly name: string;
  readonly services: Readonly<Record<string, string>>;
  readonly countries: readonly string[];
}

export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly countryCode: string;
}

const STYLES = [
  ['TEE', 'Organic Crew Tee'],
  ['HOOD', 'Heavyweight Hoodie'],
  ['JEAN', 'Straight Leg Jeans'],
  ['OXF', 'Oxford Shirt'],
  ['KNIT', 'Merino Jumper'],
  ['CHIN', 'Slim Chinos'],
  ['RAIN', 'Packable Rain Jacket'],
  ['DRESS', 'Linen Midi Dress'],
] as const;
const COLOURS = [
  ['NVY', 'Navy'],
  ['ECR', 'Ecru'],
  ['OLV', 'Olive'],
] as const;
const SIZES = ['S', 'M', 'L'] as const;

/** Sold every day. */
export const GARMENTS: readonly Garment[] = STYLES.flatMap(([style, styleName]) =>
  COLOURS.flatMap(([colour, colourName]) =>
    SIZES.map((size) => ({ sku: `${style}-${colour}-${size}`, description: `${styleName}, ${colourName}, ${size}` })),
  ),
);

/** Sold out when the day begins: nobody orders them, but their stock moves. */
export const SOLD_OUT: readonly Garment[] = ['XS', 'S', 'M', 'L', 'XL', 'XXL'].map((size) => ({
  sku: `PARKA-BLK-${size}`,
  description: `Down Parka, Black, ${size}`,
}));

export const CARRIERS: readonly Carrier[] = [
  {
    code: 'ROYALMAIL',
    name: 'Royal Mail',
    services: { RM24: 'Tracked 24', RM48: 'Tracked 48' },
    countries: ['GB'],
  },
  { code: 'DPD', name: 'DPD', services: { NEXT: 'Next Day', SAT: 'Saturday' }, countries: ['GB', 'IE'] },
  { code: 'EVRI', name: 'Evri', services: { STD: 'Standard' }, countries: ['GB'] },
  { code: 'DHL', name: 'DHL Express', services: { EXP: 'Express Worldwide' }, countries: ['IE', 'FR', 'DE'] },
];

const FIRST_NAMES = [
  'Amina',
  'Ben',
  'Chloe',
  'Dev',
  'Erin',
  'Femi',
  'Grace',
  'Harry',
  'Isla',
  'Jonas',
  'Kiran',
  'Lena',
];
const LAST_NAMES = [
  'Ahmed',
  'Brown',
  'Clarke',
  'Davies',
  'Evans',
  'Fisher',
  'Green',
  'Hughes',
  'Kaur',
  'Lewis',
  'Moore',
];
const COUNTRIES = ['GB', 'GB', 'GB', 'GB', 'GB', 'GB', 'GB', 'IE', 'FR', 'DE'];

/** `.invalid` can never belong to anybody, and Klaviyo's silent filter for test addresses does not know it. */
export const EMAIL_DOMAIN = 'mail.clothingfans.invalid';

export function inventCustomer(random: Random, number: number): Customer {
  const first = pick(random, FIRST_NAMES);
  const last = pick(random, LAST_NAMES);
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}.${number}@${EMAIL_DOMAIN}`.toLowerCase(),
    countryCode: pick(random, COUNTRIES),
  };
}

export function chooseCarrier(
  random: Random,
  countryCode: string,
): { readonly carrier: string; readonly service: string } {
  const carrier = pick(
    random,
    CARRIERS.filter(({ countries }) => countries.includes(countryCode)),
  );
  return { carrier: carrier.code, service: pick(random, Object.keys(carrier.services)) };
}

/** Different SKUs, 1 to 3 units each, and at least `minimumUnits` in all. */
export function chooseLines(
  random: Random,
  lineCount: number,
  minimumUnits: number,
): readonly { readonly sku: string; readonly quantity: number }[] {
  const skus = new Set<string>();
  while (skus.size < lineCount) skus.add(pick(random, GARMENTS).sku);
  const lines = [...skus].map((sku) => ({ sku, quantity: random() < 0.7 ? 1 : between(random, 2, 3) }));
  const missing = minimumUnits - lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return lines.map((line, index) =>
    index === 0 && missing > 0 ? { ...line, quantity: line.quantity + missing } : line,
  );
}

/** Every SKU the brand has: the variants of its Klaviyo catalogue. */
export const ALL_SKUS: readonly string[] = [...GARMENTS, ...SOLD_OUT].map(({ sku }) => sku);
