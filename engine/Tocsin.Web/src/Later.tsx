import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ComponentType } from 'preact';

const loaded = signal<ComponentType<{ page: string }> | null>(null);

/** What is not needed at night comes when somebody asks for it. */
export function Later({ page }: { page: string }) {
  useEffect(() => {
    if (!loaded.value) void import('./operate/Operate').then((found) => { loaded.value = found.Operate; });
  }, []);
  const Found = loaded.value;
  return Found ? <Found page={page} /> : <p class="empty">Asking the server…</p>;
}
