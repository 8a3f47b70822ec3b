/** The site: where its pages are found, and nothing that would ask another host for anything. */
import { defineConfig, type UserConfig } from 'vitepress';
import { addRunbookFacts } from './runbook-facts.js';
import { apiSidebar, guidesSidebar, marketersSidebar, runbooksSidebar, startSidebar } from './sidebar.js';

const base = process.env['DOCS_BASE'] ?? '/';

const config: UserConfig = defineConfig({
  title: 'clarus-klaviyo',
  description: 'Customers hear what really happened in the warehouse: Clarus WMS joined to Klaviyo.',
  lang: 'en-GB',
  base,
  cleanUrls: true,
  // Decisions are dated records for contributors.
  srcExclude: ['decisions/**'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }]],
  markdown: {
    config: addRunbookFacts,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  // The index of the search is one large chunk; it is fetched when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 5_000 } },
  themeConfig: {
    logo: { src: '/mark.svg', alt: '' },
    nav: [
      { text: 'Start', link: '/start/tutorial', activeMatch: '^/start/' },
      { text: 'Guides', link: '/guides/', activeMatch: '^/guides/' },
      { text: 'Marketers', link: '/marketers/', activeMatch: '^/marketers/' },
      { text: 'Runbooks', link: '/runbooks/', activeMatch: '^/runbooks/' },
      { text: 'Playground', link: '/playground' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: {
      '/start/': startSidebar,
      '/architecture': startSidebar,
      '/assumptions': startSidebar,
      '/guides/': guidesSidebar,
      '/marketers/': marketersSidebar(),
      '/runbooks/': runbooksSidebar(),
      '/api/': apiSidebar(),
    },
    outline: { level: [2, 3], label: 'On this page' },
    search: {
      provider: 'local',
      options: {
        miniSearch: { searchOptions: { fuzzy: 0.15, prefix: true, boost: { title: 6, titles: 2, text: 1 } } },
      },
    },
    docFooter: { prev: 'Before this', next: 'After this' },
    footer: {
      message: 'An independent project: not affiliated with, endorsed by or supported by Clarus WMS or Klaviyo.',
      copyright: 'MIT licensed.',
    },
  },
});

export default config;
