import { useLayoutEffect } from 'preact/hooks';
import { question } from './dialog';

export interface Key { keys: string[]; what: string; run?: (event: KeyboardEvent) => void }

const layers: Key[][] = [];

/** The keys that do something now: those of what is shown on top. */
export const active = (): Key[] => layers.flat();

/** Lets keys do something while a component is shown; those added later come first. */
export function useKeys(keys: Key[]): void {
  // As soon as it is drawn: a key that follows at once meets what is shown.
  useLayoutEffect(() => {
    layers.unshift(keys);
    return () => { layers.splice(layers.indexOf(keys), 1); };
  });
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'checkbox') || (target instanceof HTMLElement && target.isContentEditable);

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (question.value) return;
  // An editor in a shadow root is seen as its host by everybody outside.
  if (isText(event.composedPath()[0] ?? null) && event.key !== 'Escape') return;
  for (const layer of layers) {
    const key = layer.find((known) => known.run && known.keys.includes(event.key));
    if (!key) continue;
    // Buttons and links have a meaning for these of their own.
    if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('button, a, summary')) return;
    event.preventDefault();
    key.run!(event);
    return;
  }
});
