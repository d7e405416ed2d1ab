import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ComponentType } from 'preact';

/** What is not needed at night comes when somebody asks for it. */
export function later<Properties extends object>(load: () => Promise<ComponentType<Properties>>) {
  const loaded = signal<ComponentType<Properties> | null>(null);
  return (properties: Properties) => {
    useEffect(() => {
      if (!loaded.value) void load().then((found) => { loaded.value = found; });
    }, []);
    const Found = loaded.value;
    return Found ? <Found {...properties} /> : <p class="empty">Asking the server…</p>;
  };
}
