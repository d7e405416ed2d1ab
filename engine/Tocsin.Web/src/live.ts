import { signal } from '@preact/signals';
import { base, session } from './api';
import { setServerTime } from './texts';
import type { Alert, Page, Totals } from './alerts/alert';

export interface Summary {
  now: string; totals: Totals; 'data-at': string | null; 'watched-since': string; failing: string[]; 'failing-count': number; 'dead-letters': number;
}

export interface Changes { changed: Alert[]; gone: { topic: string; id: string }[] }

export const summary = signal<Summary | null>(null);

/** When the server was heard last, by this machine's clock; 0 for never. */
export const heardAt = signal(0);

/** Since when the server is not heard; null while it is. */
export const silentSince = signal<number | null>(null);

/** Longer than the server is ever silent. */
const patience = 8000;

type Listener = { changes(changes: Changes): void; snapshot(page: Page): void };
const listeners = new Set<Listener>();
let source: EventSource | null = null;
let retry = 0;

/** Follows the server for as long as the page is open. */
export function follow(): void {
  source?.close();
  const opened = source = new EventSource(`${base}/stream`);
  const on = <T,>(name: string, then: (data: T) => void) => opened.addEventListener(name, (event) => {
    const data = JSON.parse((event as MessageEvent<string>).data) as T & { summary: Summary };
    hear(data.summary);
    then(data);
  });
  on<Changes>('changes', (data) => listeners.forEach((listener) => listener.changes(data)));
  on<Page>('snapshot', (data) => listeners.forEach((listener) => listener.snapshot(data)));
  on('beat', () => {});
  opened.onerror = () => {
    lose();
    // The browser comes again by itself, unless the server refused: then somebody may have to sign in.
    if (opened.readyState === EventSource.CLOSED && source === opened) {
      clearTimeout(retry);
      retry = window.setTimeout(follow, 2000);
    }
  };
}

export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function hear(news: Summary): void {
  heardAt.value = Date.now();
  silentSince.value = null;
  setServerTime(news.now);
  summary.value = news;
}

function lose(): void {
  silentSince.value ??= heardAt.value || Date.now();
}

setInterval(() => {
  if (session.value && heardAt.value > 0 && Date.now() - heardAt.value > patience) {
    if (silentSince.value === null) follow();
    lose();
  }
}, 1000);

// A phone that slept has an old picture.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && session.value && Date.now() - heardAt.value > patience) follow();
});
