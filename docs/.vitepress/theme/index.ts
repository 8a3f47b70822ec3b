/** VitePress's own theme with the reader's own fonts. */
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import './site.css';

const theme: Theme = { extends: DefaultTheme };

export default theme;
