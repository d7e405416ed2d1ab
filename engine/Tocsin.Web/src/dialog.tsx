import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';

export interface Question { title: string; body: () => ComponentChildren; yes: string; isQuick?: boolean; run: (form: FormData) => Promise<unknown> | void }

/** What is asked now. */
export const question = signal<Question | null>(null);
const problem = signal('');
const busy = signal(false);

export const askFor = (asked: Question): void => { problem.value = ''; question.value = asked; };

/** What was done, for a moment. */
export const said = signal('');
let timer = 0;

export function say(text: string): void {
  said.value = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => { said.value = ''; }, 6000);
}

/** Does something and says what came of it. */
export async function attempt(what: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await what();
    say(done);
  } catch (error) {
    say((error as Error).message);
  }
}

export function Dialog() {
  const asked = question.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (asked && !dialog.current?.open) dialog.current?.showModal();
  }, [asked]);
  if (!asked) return null;
  const close = (): void => { question.value = null; };
  // The browser tells of a dialog that it closed some time after it did; a key that follows at once would be lost.
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
  const run = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      await asked.run(new FormData(event.target as HTMLFormElement));
      close();
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  };
  return (
    <dialog ref={dialog} onClose={close} onKeyDown={leave} aria-labelledby="dialog-title">
      <form onSubmit={run}>
        <h2 id="dialog-title">{asked.title}</h2>
        {asked.body()}
        {problem.value && <p class="problem" role="alert">{problem.value}</p>}
        <div class="buttons">
          {asked.yes && <button class="main" type="submit" disabled={busy.value} autofocus={asked.isQuick}>{asked.yes}</button>}
          <button type="button" onClick={close}>{asked.yes ? 'Cancel' : 'Close'}</button>
        </div>
      </form>
    </dialog>
  );
}

export const Said = () => <div class="said" role="status" aria-live="polite">{said.value && <span>{said.value}</span>}</div>;
