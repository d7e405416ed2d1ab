import { signal } from '@preact/signals';

export const base = '/tocsin/v1';

export interface Session { name: string; roles: string[] }

/** Who looks at the page; null until that is known, false when they have to sign in. */
export const session = signal<Session | null | false>(null);

/** What the server answers when it refuses. */
export class Refusal extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

/** An answer, and which version of a definition it shows. */
export interface Tagged<T> { answer: T; tag: string }

/** Asks the server; its own words are the message of what goes wrong. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await askTagged<T>(method, path, body)).answer;
}

/** Asks for a definition, or changes it as long as it is of the version that was seen. */
export async function askTagged<T>(method: string, path: string, body?: unknown, tag?: string): Promise<Tagged<T>> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (tag) headers['If-Match'] = tag;
  const init: RequestInit = { method, credentials: 'same-origin', headers };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  let reply: Response;
  try {
    reply = await fetch(path.startsWith('/') ? path : `${base}/${path}`, init);
  } catch {
    throw new Refusal(0, 'the server does not answer');
  }
  const text = await reply.text();
  let answer: unknown = null;
  try { answer = text ? JSON.parse(text) : null; } catch { /* Not the server's: a proxy, perhaps. */ }
  if (!reply.ok) {
    if (reply.status === 401 && path !== 'session') session.value = false;
    throw new Refusal(reply.status, (answer as { error?: string } | null)?.error ?? `status ${reply.status}`);
  }
  return { answer: answer as T, tag: reply.headers.get('ETag') ?? '' };
}

export const get = <T>(path: string, parameters: Record<string, string | undefined> = {}): Promise<T> => {
  const query = Object.entries(parameters).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join('&');
  return ask<T>('GET', query ? `${path}?${query}` : path);
};

export async function findSession(): Promise<void> {
  try {
    session.value = await get<Session>('session');
  } catch (problem) {
    session.value = problem instanceof Refusal && (problem.status === 401 || problem.status === 403) ? false : session.value ?? null;
    if (problem instanceof Refusal && problem.status === 0) setTimeout(findSession, 2000);
  }
}

const includes: Record<string, string[]> = {
  read: [], write: [], respond: ['read'], author: ['read'], admin: ['read', 'write', 'respond', 'author'],
};

/** Whether who is signed in has a role. */
export function may(role: string): boolean {
  const who = session.value;
  return !!who && who.roles.some((own) => own === role || includes[own]?.includes(role));
}
