import { signal } from '@preact/signals';

export const place = signal(location.pathname + location.search);

/** Goes to an address of these pages. */
export function go(address: string): void {
  if (address === place.value) return;
  history.pushState(null, '', address);
  place.value = address;
  window.scrollTo(0, 0);
}

addEventListener('popstate', () => { place.value = location.pathname + location.search; });

// Links are links: they open in tabs, and are followed here without loading the page anew.
document.addEventListener('click', (event) => {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || link.target) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || !url.pathname.startsWith('/ui/')) return;
  event.preventDefault();
  go(url.pathname + url.search);
});
