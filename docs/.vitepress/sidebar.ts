/** What stands beside the pages. What is generated is read from the pages that are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DefaultTheme } from 'vitepress';

type Items = DefaultTheme.SidebarItem[];

export const startSidebar: Items = [
  {
    text: 'Start',
    items: [
      { text: 'Five-minute tutorial', link: '/start/tutorial' },
      { text: 'Choose your runtime', link: '/start/runtimes' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'What we assume', link: '/assumptions' },
    ],
  },
];

export const guidesSidebar: Items = [
  { text: 'Overview', link: '/guides/' },
  {
    text: 'What customers hear',
    items: [
      { text: 'Shipped at dispatch, not label', link: '/guides/shipped-when' },
      { text: 'Split shipments', link: '/guides/split-shipments' },
      { text: 'Cancellations and returns', link: '/guides/cancellations-and-returns' },
      { text: 'Order edits', link: '/guides/order-edits' },
      { text: 'Back in stock', link: '/guides/back-in-stock' },
      { text: 'Ship-method gaps', link: '/guides/ship-methods' },
      { text: 'Identity without duplicates', link: '/guides/identity' },
    ],
  },
  {
    text: 'Running it',
    items: [
      { text: 'First start and backfill', link: '/guides/first-start' },
      { text: 'Going live', link: '/guides/going-live' },
      { text: 'Next to a shop integration', link: '/guides/next-to-a-shop' },
      { text: 'Multi-brand 3PL', link: '/guides/multi-brand' },
      { text: 'Peak trading', link: '/guides/peak-trading' },
      { text: 'Security and privacy', link: '/guides/security-and-privacy' },
    ],
  },
];

export function marketersSidebar(): Items {
  return [
    {
      text: 'For marketers',
      items: [
        { text: 'Overview', link: '/marketers/' },
        { text: 'Flow recipes', link: '/marketers/flows' },
        { text: 'Template snippets', link: '/marketers/templates' },
        { text: 'Profile properties', link: '/marketers/profile-properties' },
      ],
    },
    { text: 'Metrics', items: pagesIn('marketers/metrics') },
  ];
}

export function runbooksSidebar(): Items {
  return [
    { text: 'Who does what', link: '/runbooks/' },
    { text: 'The service', items: pagesIn('runbooks/incidents') },
    { text: 'The data', items: pagesIn('runbooks/findings') },
  ];
}

export function apiSidebar(): Items {
  return [{ text: 'API reference', items: [{ text: 'Packages', link: '/api/' }, ...pagesIn('api')] }];
}

/** Every page of a folder by its own first heading, in the order of their names. */
function pagesIn(folder: string): Items {
  const path = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => file.slice(0, -'.md'.length))
    .sort()
    .map((name) => {
      const [, heading = name] = /^# (.+)$/m.exec(readFileSync(`${path}/${name}.md`, 'utf8')) ?? [];
      return { text: heading.replace('@clarus-klaviyo/', ''), link: `/${folder}/${name}` };
    });
}
