// Links of the built site and of the Markdown that lives beside the code: each leads to a page, a file, a heading.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { filesBelow } from '../fingerprint.mjs';
import { fileOf } from './site.mjs';

const ATTRIBUTE = /\s(href|src)="([^"]*)"/g;

function unescaped(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}

/** What each page of the site names: its anchors, and its links with the attribute they stand in. */
function readPages(folder) {
  const pages = new Map();
  for (const file of filesBelow(folder).filter((path) => path.endsWith('.html'))) {
    const html = readFileSync(file, 'utf8');
    const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescaped(id)));
    const links = [...html.matchAll(ATTRIBUTE)].map(([, attribute, value]) => ({ attribute, value: unescaped(value) }));
    pages.set(file, { ids, links });
  }
  return pages;
}

/** An address of the page as the site's own: `/guides/split-shipments`. */
function pathnameOf(folder, file) {
  return `/${relative(folder, file)}`.replace(/index\.html$/, '').replace(/\.html$/, '');
}

/**
 * @param {string} folder the built site
 * @returns {{ checked: number, outside: number, problems: string[] }} `outside`: links to other hosts, which are not followed
 */
export function checkSiteLinks(folder) {
  const pages = readPages(folder);
  const problems = [];
  let [checked, outside] = [0, 0];
  for (const [file, { links }] of pages) {
    const here = pathnameOf(folder, file);
    for (const { attribute, value } of links) {
      if (value.startsWith('data:') || value === '') continue;
      const url = new URL(value, `http://site${here}`);
      if (url.host !== 'site') {
        outside += 1;
        if (attribute === 'src') problems.push(`${here} loads ${value} from another host.`);
        continue;
      }
      checked += 1;
      const target = fileOf(folder, url.pathname);
      const anchor = decodeURIComponent(url.hash.slice(1));
      // The playground reads its story from the address; the story's name is checked by its own test.
      if (target === undefined) problems.push(`${here} links to ${value}, which is not there.`);
      else if (anchor !== '' && target.endsWith('.html') && !target.endsWith('playground.html')) {
        if (!pages.get(target).ids.has(anchor)) problems.push(`${here} links to ${value}, which has no such heading.`);
      }
    }
  }
  return { checked, outside, problems: [...new Set(problems)] };
}

/** GitHub's name of a heading. */
function slugOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[`*]|\[|\]\([^)]*\)/g, '')
    .trim()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function withoutCode(text) {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** @param {readonly string[]} files Markdown as GitHub and npm show it */
export function checkMarkdownLinks(files, root) {
  const problems = [];
  let checked = 0;
  for (const file of files) {
    for (const [, target] of withoutCode(readFileSync(file, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      checked += 1;
      const [path, anchor] = target.split('#');
      const found = path === '' ? file : resolve(dirname(file), path);
      const where = relative(root, file);
      if (!existsSync(found)) problems.push(`${where} links to ${target}, which is not there.`);
      else if (anchor !== undefined) {
        const page = statSync(found).isDirectory() ? join(found, 'README.md') : found;
        const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slugOf(heading));
        if (!headings.includes(anchor)) problems.push(`${where} links to ${target}, which has no such heading.`);
      }
    }
  }
  return { checked, problems };
}
