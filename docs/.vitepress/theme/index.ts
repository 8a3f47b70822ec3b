/** VitePress's own theme with the reader's own fonts. */
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { onMounted } from 'vue';
import { mendSearch } from './mend-search.js';
import './site.css';

const theme: Theme = {
  extends: DefaultTheme,
  setup: () => onMounted(() => mendSearch(document.body)),
};

export default theme;
