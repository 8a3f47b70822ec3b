/**
 * VitePress's search (1.6.4) names its button and its results otherwise than by the words one sees, and its box calls
 * itself a button that holds links. Screen readers stumble over both: the words are the names, the box is a dialog.
 */
export function mendSearch(body: HTMLElement): void {
  const mend = (): void => {
    for (const button of body.querySelectorAll('.DocSearch-Button[aria-label]')) {
      button.removeAttribute('aria-label');
      button.setAttribute('title', 'Search'); // its name on a phone, where only the glass is shown
    }
    for (const result of body.querySelectorAll('.VPLocalSearchBox a[aria-label]')) result.removeAttribute('aria-label');
    for (const key of body.querySelectorAll('.VPLocalSearchBox kbd[aria-label]:not([role])'))
      key.setAttribute('role', 'img');
    const box = body.querySelector('.VPLocalSearchBox[role="button"]');
    if (box === null) return;
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-modal', 'true');
    box.setAttribute('aria-label', 'Search');
    for (const name of ['aria-expanded', 'aria-haspopup', 'aria-labelledby', 'aria-owns']) box.removeAttribute(name);
  };
  mend();
  new MutationObserver(mend).observe(body, { childList: true, subtree: true });
}
