import type { ComponentChildren } from 'preact';
import { ask, get } from '../api';
import { address, handlerOf, icons, topicOf } from '../alerts/alert';
import { askFor, say } from '../dialog';
import { age, clock, count, cut } from '../texts';

// What the server lists has many shapes; columns take what they know.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Line = any;

export interface Column { name: string; show: (line: Line) => ComponentChildren; isNumber?: boolean; isHead?: boolean }
export interface Action { name: string; role: string; when?: (line: Line) => boolean; run: (line: Line) => Promise<unknown> | void; sure?: (line: Line) => string; done?: (line: Line) => string }
export interface Table { page: string; name: string; role: string; path: string; list: string; what: string; columns: Column[]; actions: Action[]; order?: (left: Line, right: Line) => number; add?: { name: string; role: string; run: (then: () => void) => void }; after?: (line: Line) => Record<string, string>; isBad?: (line: Line) => boolean }

const time = (text: string | null | undefined): ComponentChildren => (text ? <time dateTime={text} title={text}>{clock(text)}</time> : '');
const code = (text: string | undefined, most = 300): ComponentChildren => (text ? <code dir="auto">{cut(text, most)}</code> : '');
const states = (state: string): ComponentChildren => {
  const isGood = ['ok', 'running', 'loaded', 'built-in', 'active', 'delivered', 'open'].includes(state);
  const isCalm = ['disabled', 'pending', 'expired', 'merged', 'silenced', 'removed'].includes(state);
  return <span class={isGood ? 'ok' : isCalm ? 'word' : 'critical'}>{isGood ? icons.OK : isCalm ? '○' : icons.CRITICAL} {state}</span>;
};
const path = (text: string): string => encodeURIComponent(text);
const alertLink = (topic: string, id: string): ComponentChildren => (id ? <a href={address({ topic, id })} dir="auto">{cut(id, 120)}</a> : '');
const topicIn = (handler: string): string => handler.slice(0, Math.max(0, handler.lastIndexOf('/')));
const number = (of: (line: Line) => number) => (line: Line): string => of(line).toLocaleString('en');

function showLetter(letter: Line): void {
  void get<Line>(`dead-letters/${letter.number}`).then((whole) => askFor({
    title: `Dead letter ${whole.number}`, yes: '', run: () => {},
    body: () => (
      <>
        <p><strong>{handlerOf(whole.handler)}</strong>, raised {time(whole.since)}, given up {time(whole.died)} after {count(whole.attempts, 'attempt')}</p>
        <h3>Why</h3><pre tabIndex={0} dir="auto">{whole.reason}</pre>
        {whole.event && <><h3>What it was to say</h3><p>{whole.event.level} {whole.event.id}: <span dir="auto">{cut(whole.event.message, 2000)}</span></p>{whole.event.details && <pre tabIndex={0} dir="auto">{cut(whole.event.details, 4000)}</pre>}</>}
      </>
    ),
  }), (error: Error) => say(error.message));
}

function showRequest(request: Line): void {
  void get<Line>(`quarantine/${request.number}`).then((whole) => askFor({
    title: `Request ${whole.number} to ${whole.source}`, yes: '', run: () => {},
    body: () => <><p class="problem">{whole.problem}</p><pre tabIndex={0} dir="auto">{cut(JSON.stringify(whole, null, 2), 20_000)}</pre></>,
  }), (error: Error) => say(error.message));
}

const roles = ['read', 'write', 'respond', 'author', 'admin'];
const roleBoxes = () => <fieldset><legend>Roles</legend>{roles.map((role) => <label class="check"><input type="checkbox" name="role" value={role} checked={role === 'respond'} /> {role}</label>)}</fieldset>;

const addUser = (then: () => void): void => askFor({
  title: 'Add a user', yes: 'Add',
  body: () => <><label>Name<input name="name" required autofocus autocomplete="off" /></label><label>Password<input name="password" type="password" required autocomplete="new-password" /></label>{roleBoxes()}</>,
  run: async (form) => {
    await ask('POST', 'users', { name: String(form.get('name')), password: String(form.get('password')), roles: form.getAll('role').map(String) });
    say(`added ${String(form.get('name'))}`);
    then();
  },
});

const addToken = (then: () => void): void => askFor({
  title: 'Add a token', yes: 'Add',
  body: () => <><label>Name<input name="name" required autofocus autocomplete="off" /></label>{roleBoxes()}</>,
  run: async (form) => {
    const made = await ask<Line>('POST', 'tokens', { name: String(form.get('name')), roles: form.getAll('role').map(String) });
    then();
    setTimeout(() => askFor({ title: `Token ${made.name}`, yes: '', run: () => {}, body: () => <><p>It is shown this once only.</p><pre tabIndex={0}>{made.token}</pre></> }));
  },
});

export const tables: Table[] = [
  {
    page: 'tasks', name: 'Tasks', role: 'read', path: 'status', list: 'tasks', what: 'tasks, those that are behind first',
    order: (left, right) => right.lag.seconds - left.lag.seconds || Number(right.errors > 0) - Number(left.errors > 0),
    isBad: (task) => !['running', 'disabled'].includes(task.state) || task.lag.seconds > 5,
    columns: [
      { name: 'Task', isHead: true, show: (task) => task.id },
      { name: 'State', show: (task) => states(task.state) },
      { name: 'Behind', isNumber: true, show: (task) => (task.lag.points > 0 ? `${age(task.lag.seconds * 1000)}, ${task.lag.points.toLocaleString('en')} points` : 'no') },
      { name: 'Points', isNumber: true, show: number((task) => task.entered) },
      { name: 'Groups', isNumber: true, show: number((task) => task.groups.count) },
      { name: 'Errors', isNumber: true, show: number((task) => task.errors) },
      { name: 'What is wrong', show: (task) => <>{code(task.error)}{task['last-error'] && <>{time(task['last-error'].time)} {task['last-error'].node} line {task['last-error'].line}: {code(task['last-error'].error)}</>}{task.warnings.map((text: string) => <p>{text}</p>)}</> },
    ],
    actions: [
      { name: 'Enable', role: 'author', when: (task) => task.state === 'disabled', run: (task) => ask('PATCH', `/kapacitor/v1/tasks/${path(task.id)}`, { status: 'enabled' }), done: (task) => `${task.id} runs` },
      { name: 'Disable', role: 'author', when: (task) => task.state !== 'disabled', sure: (task) => `Stop the task ${task.id}? Nobody is notified of what it would find.`, run: (task) => ask('PATCH', `/kapacitor/v1/tasks/${path(task.id)}`, { status: 'disabled' }), done: (task) => `${task.id} is stopped` },
    ],
  },
  {
    page: 'handlers', name: 'Handlers', role: 'read', path: 'status', list: 'handlers', what: 'handlers, those with problems first',
    isBad: (handler) => handler.state !== 'ok',
    columns: [
      { name: 'Handler', isHead: true, show: (handler) => handlerOf(handler.handler) },
      { name: 'State', show: (handler) => states(handler.state) },
      { name: 'Waiting', isNumber: true, show: number((handler) => handler.owed) },
      { name: 'Delivered', isNumber: true, show: number((handler) => handler.delivered) },
      { name: 'Failed attempts', isNumber: true, show: number((handler) => handler.failed) },
      { name: 'Given up', isNumber: true, show: number((handler) => handler.dead) },
      { name: 'What is wrong', show: (handler) => <>{handler['failing-since'] && <>since {time(handler['failing-since'])}: </>}{code(handler.error)}</> },
    ],
    actions: [{ name: 'Try again', role: 'admin', when: (handler) => handler.suspended.length > 0, run: (handler) => ask('POST', `deliveries/resume?handler=${path(handler.handler)}`), done: (handler) => `${handlerOf(handler.handler)} is tried again` }],
  },
  {
    page: 'letters', name: 'Dead letters', role: 'read', path: 'dead-letters', list: 'dead-letters', what: 'what was given up', after: (letter) => ({ after: String(letter.number) }),
    columns: [
      { name: 'No.', isHead: true, show: (letter) => letter.number },
      { name: 'Handler', show: (letter) => handlerOf(letter.handler) },
      { name: 'Alert', show: (letter) => (letter.event ? alertLink(letter.event.topic, letter.event.id) : 'cannot be read') },
      { name: 'Given up', show: (letter) => time(letter.died) },
      { name: 'Attempts', isNumber: true, show: number((letter) => letter.attempts) },
      { name: 'Why', show: (letter) => code(letter.reason) },
    ],
    actions: [
      { name: 'Show', role: 'read', run: showLetter },
      { name: 'Send again', role: 'respond', run: (letter) => ask('POST', `dead-letters/${letter.number}/resend`), done: (letter) => `${letter.number} is sent again` },
      { name: 'Drop', role: 'admin', sure: (letter) => `Drop dead letter ${letter.number}? It is gone then, and only the ledger knows that it was.`, run: (letter) => ask('DELETE', `dead-letters/${letter.number}`), done: (letter) => `${letter.number} is dropped` },
    ],
  },
  {
    page: 'ledger', name: 'Ledger', role: 'read', path: 'ledger', list: 'entries', what: 'how deliveries ended, the newest first', after: (entry) => ({ before: String(entry.number) }),
    columns: [
      { name: 'Ended', isHead: true, show: (entry) => time(entry.ended) },
      { name: 'Handler', show: (entry) => handlerOf(entry.handler) },
      { name: 'Outcome', show: (entry) => states(entry.outcome) },
      { name: 'Alert', show: (entry) => <>{entry.level} {alertLink(topicIn(entry.handler), entry.id)}</> },
      { name: 'Attempts', isNumber: true, show: number((entry) => entry.attempts) },
      { name: 'Answer', show: (entry) => <>{code(entry.reply)} {code(entry.reason)}</> },
    ],
    actions: [],
  },
  {
    page: 'sources', name: 'Sources', role: 'read', path: 'status', list: 'sources', what: 'where alerts of other systems come in',
    isBad: (source) => source.problem.length > 0 || source.refusing,
    columns: [
      { name: 'Source', isHead: true, show: (source) => source.id },
      { name: 'Kind', show: (source) => source.kind },
      { name: 'Address', show: (source) => <code>{source.address}</code> },
      { name: 'Received', isNumber: true, show: number((source) => source.received ?? 0) },
      { name: 'Events', isNumber: true, show: number((source) => source.events ?? 0) },
      { name: 'Refused', isNumber: true, show: number((source) => source.refused ?? 0) },
      { name: 'Quarantined', isNumber: true, show: number((source) => source.quarantined ?? 0) },
      { name: 'What is wrong', show: (source) => <>{code(source.problem)} {code(source['last-refusal'])} {code(source['last-error'])}</> },
    ],
    actions: [],
  },
  {
    page: 'quarantine', name: 'Quarantine', role: 'read', path: 'quarantine', list: 'quarantine', what: 'requests that could not be read',
    columns: [
      { name: 'No.', isHead: true, show: (request) => request.number },
      { name: 'Source', show: (request) => request.source },
      { name: 'Received', show: (request) => time(request.received) },
      { name: 'Bytes', isNumber: true, show: number((request) => request.bytes) },
      { name: 'Why', show: (request) => code(request.problem) },
    ],
    actions: [
      { name: 'Show', role: 'read', run: showRequest },
      { name: 'Take in again', role: 'respond', run: (request) => ask('POST', `quarantine/${request.number}/replay`), done: (request) => `${request.number} is taken in again` },
      { name: 'Drop', role: 'admin', sure: (request) => `Drop request ${request.number}?`, run: (request) => ask('DELETE', `quarantine/${request.number}`), done: (request) => `${request.number} is dropped` },
    ],
  },
  {
    page: 'plugins', name: 'Plugins', role: 'read', path: 'plugins', list: 'plugins', what: 'what is loaded',
    isBad: (plugin) => !['loaded', 'built-in'].includes(plugin.state),
    columns: [
      { name: 'Plugin', isHead: true, show: (plugin) => plugin.id },
      { name: 'State', show: (plugin) => states(plugin.state) },
      { name: 'Version', show: (plugin) => plugin.version ?? '' },
      { name: 'Handlers', show: (plugin) => (plugin.kinds ?? []).map((kind: Line) => kind.kind).join(', ') },
      { name: 'What is wrong', show: (plugin) => (plugin.errors ?? []).map((text: string) => <p>{code(text)}</p>) },
    ],
    actions: [{ name: 'Load again', role: 'admin', when: (plugin) => plugin.state === 'suspended', run: (plugin) => ask('POST', `plugins/${path(plugin.id)}/resume`), done: (plugin) => `${plugin.id} is loaded again` }],
  },
  {
    page: 'silences', name: 'Silences', role: 'read', path: 'silences', list: 'silences', what: 'who wants no deliveries of what',
    columns: [
      { name: 'What', isHead: true, show: (silence) => silence.matchers.map((text: string) => <p><code dir="auto">{text}</code></p>) },
      { name: 'State', show: (silence) => states(silence.state) },
      { name: 'Until', show: (silence) => (silence.until === 'resolved' ? 'it is over' : silence.until ? time(silence.until) : silence.active?.until ? <>{time(silence.active.until)}, and again</> : silence.zone ? 'at its hours only' : 'for good') },
      { name: 'By', show: (silence) => silence.by },
      { name: 'Why', show: (silence) => <span dir="auto">{cut(silence.comment, 300)}</span> },
      { name: 'Open alerts', isNumber: true, show: number((silence) => silence.matching) },
    ],
    actions: [{ name: 'End', role: 'respond', when: (silence) => silence.state !== 'expired', sure: (silence) => `End this silence of ${count(silence.matching, 'open alert')}? What is open is delivered then.`, run: (silence) => ask('DELETE', `silences/${path(silence.id)}`), done: () => 'the silence is over' }],
  },
  {
    page: 'users', name: 'Users', role: 'admin', path: 'users', list: 'users', what: 'who may sign in', add: { name: 'Add a user', role: 'admin', run: addUser },
    columns: [{ name: 'Name', isHead: true, show: (user) => user.name }, { name: 'Roles', show: (user) => user.roles.join(', ') }],
    actions: [{ name: 'Remove', role: 'admin', sure: (user) => `Remove the user ${user.name}?`, run: (user) => ask('DELETE', `users/${path(user.name)}`), done: (user) => `${user.name} is removed` }],
  },
  {
    page: 'tokens', name: 'Tokens', role: 'admin', path: 'tokens', list: 'tokens', what: 'how programs sign in', add: { name: 'Add a token', role: 'admin', run: addToken },
    columns: [{ name: 'Name', isHead: true, show: (token) => token.name }, { name: 'Roles', show: (token) => token.roles.join(', ') }, { name: 'Created', show: (token) => time(token.created) }, { name: 'Used last', show: (token) => time(token.used ?? token['last-used']) }, { name: 'Expires', show: (token) => time(token.expires) }],
    actions: [{ name: 'Revoke', role: 'admin', sure: (token) => `Revoke the token ${token.name}? What uses it is refused from then on.`, run: (token) => ask('DELETE', `tokens/${path(token.id)}`), done: (token) => `${token.name} is revoked` }],
  },
  {
    page: 'audit', name: 'Audit', role: 'admin', path: 'audit', list: 'entries', what: 'who changed what, the newest first',
    columns: [{ name: 'When', isHead: true, show: (entry) => time(entry.at ?? entry.time) }, { name: 'Who', show: (entry) => entry.by }, { name: 'From', show: (entry) => entry.from }, { name: 'What', show: (entry) => <>{entry.action} {code(entry.target)}</> }],
    actions: [],
  },
];

export const shownIn = (line: Line): string => topicOf(JSON.stringify(line)).toLowerCase();
