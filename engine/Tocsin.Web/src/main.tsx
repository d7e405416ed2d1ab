import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import './style.css';
import { findSession, session } from './api';
import { Dialog, Said, askFor } from './dialog';
import { active, useKeys } from './keys';
import { follow } from './live';
import { go, place } from './route';
import { List } from './alerts/List';
import { Story } from './alerts/Story';
import { Noise } from './Noise';
import { SignIn } from './SignIn';
import { Top } from './Top';
import { later } from './Later';

const Operate = later(() => import('./operate/Operate').then((found) => found.Operate));
const Author = later(() => import('./author/Author').then((found) => found.Author));

const help = (): void => {
  const keys = active();
  askFor({
    title: 'Keys', yes: '', run: () => {},
    body: () => <table class="keys"><tbody>{keys.map((key) => <tr><th scope="row">{key.keys.map((name) => <kbd>{name}</kbd>)}</th><td>{key.what}</td></tr>)}</tbody></table>,
  });
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An alert in an address that somebody typed: what follows its topic is its id, slashes and all. */
function topicAndId(path: string): [string, string] | null {
  const [, topic, id] = /^\/ui\/alerts\/([^/]+)\/(.+)$/.exec(path) ?? [];
  try {
    return topic && id ? [decodeURIComponent(topic), decodeURIComponent(id)] : null;
  } catch {
    return null;
  }
}

function Page() {
  const url = new URL(place.value, location.origin);
  const path = url.pathname.replace(/\/$/, '');
  const [topic, id] = [url.searchParams.get('topic'), url.searchParams.get('id')];
  if (path === '/ui') return <List />;
  if (path === '/ui/alerts' && topic !== null && id !== null) return <Story topic={topic} id={id} />;
  const typed = topicAndId(url.pathname);
  if (typed) return <Story topic={typed[0]} id={typed[1]} />;
  if (path === '/ui/noise') return <Noise />;
  if (path.startsWith('/ui/operate')) return <Operate page={path.slice('/ui/operate'.length + 1) || 'tasks'} />;
  const [, kind, name] = /^\/ui\/(tasks|templates)(?:\/(.+))?$/.exec(path) ?? [];
  if (kind) return <Author kind={kind as 'tasks' | 'templates'} id={decoded(name ?? '')} />;
  return <><h1>Not found</h1><p class="empty">There is no page {url.pathname}. <a href="/ui/">What is open now</a></p></>;
}

function App() {
  useEffect(() => { void findSession(); }, []);
  useEffect(() => { if (session.value) follow(); }, [session.value]);
  useKeys([
    { keys: ['1'], what: 'on call', run: () => go('/ui/') },
    { keys: ['2'], what: 'noise', run: () => go('/ui/noise') },
    { keys: ['3'], what: 'operate', run: () => go('/ui/operate') },
    { keys: ['4'], what: 'author', run: () => go('/ui/tasks') },
    { keys: ['?'], what: 'these keys', run: help },
  ]);
  if (session.value === null) return <p class="empty">Asking the server…</p>;
  if (session.value === false) return <SignIn />;
  return (
    <>
      <Top help={help} />
      <main><Page /></main>
      <Dialog />
      <Said />
    </>
  );
}

render(<App />, document.getElementById('app')!);
