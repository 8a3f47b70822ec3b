/**
 * VitePress's search box calls itself a button that holds links, and gives each result a name that its text does not
 * contain; both confuse screen readers (1.6.4). It is a dialog, and a result is called by its own words.
 */
export function mendSearch(body: HTMLElement): void {
  const mend = (): void => {
    const box = body.querySelector('.VPLocalSearchBox');
    if (box === null) return;
    if (box.getAttribute('role') === 'button') {
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-modal', 'true');
      box.setAttribute('aria-label', 'Search');
      for (const name of ['aria-expanded', 'aria-haspopup', 'aria-labelledby', 'aria-owns']) box.removeAttribute(name);
    }
    for (const result of box.querySelectorAll('a.result[aria-label]')) result.removeAttribute('aria-label');
  };
  new MutationObserver(mend).observe(body, { childList: true, subtree: true });
}
