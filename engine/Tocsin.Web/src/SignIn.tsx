import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, get, session, type Session } from './api';

interface Ways { password: boolean; oidc?: { provider: string; path: string } }

export function SignIn() {
  const problem = useSignal('');
  const busy = useSignal(false);
  const ways = useSignal<Ways>({ password: true });
  useEffect(() => {
    // Without an answer the form is there, and says what is wrong.
    get<Ways>('session/ways').then((known) => { ways.value = known; }, () => {});
  }, []);
  const { oidc } = ways.value;
  const run = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    busy.value = true;
    try {
      session.value = await ask<Session>('POST', 'session', { name: String(form.get('name')), password: String(form.get('password')) });
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  };
  return (
    <main class="signin">
      <h1>Tocsin</h1>
      {oidc && <p><a class="main" href={`${oidc.path}?return=${encodeURIComponent(location.pathname + location.search)}`}>Sign in with {oidc.provider}</a></p>}
      {(ways.value.password || !oidc) && <form onSubmit={run}>
        <label>Name<input name="name" autocomplete="username" required autofocus /></label>
        <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
        {problem.value && <p class="problem" role="alert">{problem.value}</p>}
        <button class="main" type="submit" disabled={busy.value}>Sign in</button>
      </form>}
    </main>
  );
}
