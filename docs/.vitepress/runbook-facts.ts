/** Puts the catalogue's words under the heading of each runbook, for the page and for the search alike. */
import type { MarkdownRenderer } from 'vitepress';
import { factsOf, RUNBOOKS } from '../runbooks/facts.js';

const PAGE = /^runbooks\/((?:findings|incidents)\/[\w-]+)\.md$/;

interface Environment {
  readonly relativePath?: string;
}

export function addRunbookFacts(md: MarkdownRenderer): void {
  const render = md.render.bind(md);
  md.render = (source: string, env: Environment = {}) => {
    const [, key = ''] = PAGE.exec(env.relativePath ?? '') ?? [];
    const entry = RUNBOOKS[key];
    return render(
      entry === undefined ? source : source.replace(/^# .+\n/m, (heading) => `${heading}\n${factsOf(entry)}\n`),
      env,
    );
  };
}
