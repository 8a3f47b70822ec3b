/**
 * What a browser with scripts adds: the overview keeps itself current, and names are remembered.
 * Everything works without it. Plain browser code, served as it stands.
 */
export const SCRIPT = `
'use strict';
const EVERY_MS = 30000;
const LIVE = ['hero', 'tiles', 'needs', 'waiting', 'trends'];
const updating = document.getElementById('updating');
const isOverview = document.getElementById('hero') !== null;
let isStopped = false;

// Never under somebody's hands: what holds the focus, or was opened, stays as it is.
const isInUse = (part) => part.contains(document.activeElement) || part.querySelector('details[open]') !== null;

async function refresh() {
  if (isStopped || document.hidden) return;
  let fresh;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    say('The last look failed; this page may be old.');
    return;
  }
  for (const id of LIVE) {
    const [before, after] = [document.getElementById(id), fresh.getElementById(id)];
    if (!before || !after || before.outerHTML === after.outerHTML || isInUse(before)) continue;
    const isNews = id === 'hero' && before.querySelector('h1').textContent !== after.querySelector('h1').textContent;
    before.replaceWith(after);
    if (isNews) {
      after.classList.add('changed');
      announce(after.querySelector('h1').textContent);
    }
  }
  const [before, after] = [document.querySelector('#as-of time'), fresh.querySelector('#as-of time')];
  if (before && after) before.replaceWith(after);
  document.title = fresh.title;
  say('');
}

const live = document.createElement('p');
live.className = 'hidden';
live.setAttribute('role', 'status');
document.body.append(live);
const announce = (text) => { live.textContent = text; };

const words = document.createElement('span');
const say = (text) => { words.textContent = text === '' ? '' : text + ' '; };

if (isOverview && updating) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  const label = () => { button.textContent = isStopped ? 'Keep it current' : 'Stop updating'; };
  button.addEventListener('click', () => { isStopped = !isStopped; label(); refresh(); });
  label();
  updating.append(words, button);
  setInterval(refresh, EVERY_MS);
  document.addEventListener('visibilitychange', refresh);
}

for (const field of document.querySelectorAll('[data-remember]')) {
  const key = 'clarus-klaviyo.' + field.dataset.remember;
  try {
    if (field.value === '') field.value = localStorage.getItem(key) ?? '';
    field.form.addEventListener('submit', () => localStorage.setItem(key, field.value));
  } catch {
    // A browser that keeps nothing is fine.
  }
}
`;
