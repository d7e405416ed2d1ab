import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { base, get } from '../api';
import { say } from '../dialog';
import { useKeys } from '../keys';
import { listen } from '../live';
import { go } from '../route';
import { clock, count, cut, since } from '../texts';
import { handlerOf, keyOf, topicOf, type Alert } from './alert';
import { Chart } from './Chart';
import { acknowledge, Care, note, silence, unacknowledge, unsilence } from './care';
import { LevelMark } from './List';

interface Value { name: string; value: unknown }
interface Condition { text: string; holds: boolean | null; problem?: string; values: Value[] }
interface Rule { level: string; reset?: boolean; text: string; line?: number; char?: number; holds: boolean | null; conditions: Condition[] }
interface Step { node: string; line?: number; char?: number; text?: string }
interface Change { time: string; seen: string; level: Alert['level']; 'previous-level': Alert['level']; task: string; node: string; evidence?: { path?: Step[] | Step[][]; rules?: Rule[]; note?: string } }
interface Delivery { handler: string; outcome: string; ended?: string; raised: string; attempts: number; reply: string; reason: string; level: string }
interface Other { handler: string; match: string; why: string; saw: string }
interface Activity { at: string; kind: string; by: string; system: string; message: string; incident?: { system: string; id: string; url: string } }
interface Held { handler: string; cause: string; notified: string; until: string | null; why: string }
interface Full extends Alert { held: Held[]; links: { text: string; href: string }[]; incidents: { system: string; id: string; url: string }[] }
interface Answer { alerts: Full[]; change: Change | null; changes: Change[]; deliveries: Delivery[]; 'not-notified': Other[]; activities: Activity[]; details: string }

export function Story({ topic, id }: { topic: string; id: string }) {
  const answer = useSignal<Answer | null>(null);
  const problem = useSignal('');
  const load = async (): Promise<void> => {
    try {
      answer.value = await get<Answer>('alerts/story', { topic, id });
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  useEffect(() => {
    document.title = `${cut(id, 60)} - Tocsin`;
    answer.value = null;
    void load();
    const key = keyOf({ topic, id });
    let timer = 0;
    const again = (): void => { clearTimeout(timer); timer = window.setTimeout(() => void load(), 300); };
    // Deliveries end a moment after the change that they report.
    const later = (): void => { again(); window.setTimeout(() => void load(), 2500); };
    const end = listen({ changes: (news) => { if ([...news.changed, ...news.gone].some((changed) => keyOf(changed) === key)) later(); }, snapshot: again });
    return () => { end(); clearTimeout(timer); };
  }, [topic, id]);
  const alert = answer.value?.alerts[0];
  const on = (what: (alert: Alert) => void) => () => { if (alert) what(alert); };
  useKeys([
    { keys: ['a'], what: 'acknowledge', run: on(acknowledge) },
    { keys: ['A'], what: 'take the acknowledgement back', run: on(unacknowledge) },
    { keys: ['n'], what: 'write a note', run: on((known) => note(known, () => void load())) },
    { keys: ['s'], what: 'silence', run: on(silence) },
    { keys: ['u'], what: 'unsilence', run: on(unsilence) },
    { keys: ['c'], what: 'copy for chat', run: () => { if (answer.value) void copy(answer.value); } },
    { keys: ['r'], what: 'read again', run: () => void load() },
    { keys: ['Escape'], what: 'back to the list', run: () => go('/ui/') },
  ]);
  if (problem.value && !alert) return <section class="story"><p class="problem" role="alert">{problem.value}</p><p><a href="/ui/">All open alerts</a></p></section>;
  if (!alert || !answer.value) return <p class="empty">Asking the server…</p>;
  const { change, deliveries, activities, changes } = answer.value;
  return (
    <section class="story">
      <p class="back"><a href="/ui/">← On call</a></p>
      <header class={alert.level.toLowerCase()}>
        <h1><LevelMark level={alert.level} /> <span dir="auto">{alert.id}</span></h1>
        <p class="message" dir="auto">{cut(alert.message, 4000)}</p>
        <p class="facts">
          {alert.level === 'OK' ? `over since ${clock(alert.time)}` : `for ${since(alert.since)}, since ${clock(alert.since)}`} · topic {topicOf(alert.topic)}
          {alert.task && <> · task {alert.task}</>}
          {alert.acknowledged ? ` · acknowledged by ${alert.acknowledged.by || 'somebody'} at ${clock(alert.acknowledged.at)}` : alert.level === 'OK' ? '' : ' · nobody has acknowledged it'}
          {alert.silenced.map((known) => ` · silenced by ${known.by || 'somebody'} ${known.until === 'resolved' ? 'until it is over' : `until ${clock(known.until)}`}`)}
        </p>
        <Tags tags={alert.tags} />
        <div class="bar"><Care alert={alert} then={() => void load()} /><button type="button" onClick={() => void copy(answer.value!)} title="c">Copy for chat</button></div>
      </header>

      <h2>Who was notified, and who was not</h2>
      <Told deliveries={deliveries} others={answer.value['not-notified']} held={alert.held} />

      <h2>Why</h2>
      {change ? <Why change={change} /> : <p>What led to it is not known: it came from another system, or from before the server kept it.</p>}

      <Chart changes={changes} />

      <h2>What was done</h2>
      {activities.length === 0 ? <p>Nothing yet.</p> : (
        <ul class="plain">{activities.map((done) => (
          <li><time dateTime={done.at} title={done.at}>{clock(done.at)}</time> {done.kind}{done.by && ` by ${done.by}`}{done.system && done.system !== 'tocsin' && ` in ${done.system}`}{done.message && <>: <span dir="auto">{done.message}</span></>}
            {done.incident && <> <Outside href={done.incident.url} text={`${done.incident.system} ${done.incident.id}`} /></>}</li>
        ))}</ul>
      )}

      {changes.length > 1 && <>
        <h2>Earlier</h2>
        <ol class="plain changes">{changes.map((other) => <li><time dateTime={other.time} title={other.time}>{clock(other.time)}</time> <LevelMark level={other['previous-level']} /> → <LevelMark level={other.level} /></li>)}</ol>
      </>}

      {(alert.links.length > 0 || alert.incidents.length > 0) && <>
        <h2>Links</h2>
        <ul class="plain">{alert.links.map((link) => <li><Outside href={link.href} text={link.text || link.href} /></li>)}{alert.incidents.map((incident) => <li><Outside href={incident.url} text={`${incident.system} ${incident.id}`} /></li>)}</ul>
      </>}

      {answer.value.details && <>
        <h2>Details</h2>
        {/<[a-z!]/i.test(answer.value.details)
          ? <iframe sandbox="" title="Details of the alert" src={`${base}/alerts/details?topic=${encodeURIComponent(topic)}&id=${encodeURIComponent(id)}`} />
          : <pre dir="auto" tabIndex={0}>{unescapeJson(answer.value.details)}</pre>}
      </>}
    </section>
  );
}

// Details that nobody wrote are JSON, escaped for HTML.
const unescapeJson = (text: string): string => text.replace(/&#34;|&quot;/g, '"').replace(/&#39;/g, '\'').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

function Outside({ href, text }: { href: string; text: string }) {
  return /^https?:\/\//i.test(href) ? <a href={href} target="_blank" rel="noreferrer noopener" dir="auto">{text}</a> : <span dir="auto">{text}</span>;
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const all = useSignal(false);
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <p class="tags">
      {(all.value ? entries : entries.slice(0, 20)).map(([name, value]) => <span class="tag" dir="auto">{cut(name, 200)}={cut(value, 400)}</span>)}
      {!all.value && entries.length > 20 && <button type="button" onClick={() => { all.value = true; }}>{count(entries.length - 20, 'more tag')}</button>}
    </p>
  );
}

function Told({ deliveries, others, held }: { deliveries: Delivery[]; others: Other[]; held: Held[] }) {
  return (
    <>
      {deliveries.length === 0 && <p>Nobody was notified of it, as far as the ledger goes back.</p>}
      <ul class="plain told">
        {deliveries.map((entry) => (
          <li>
            <strong>{handlerOf(entry.handler)}</strong> <span class={`outcome ${entry.outcome}`}>{entry.outcome === 'owed' ? 'waits' : entry.outcome}</span>{' '}
            {entry.ended ? <time dateTime={entry.ended} title={entry.ended}>{clock(entry.ended)}</time> : `since ${clock(entry.raised)}`}, {count(entry.attempts, 'attempt')}
            {entry.reply && <><br /><span class="word">answered</span> <code dir="auto">{cut(entry.reply, 500)}</code></>}
            {entry.reason && <><br /><span class="word">reason</span> <code dir="auto">{cut(entry.reason, 500)}</code></>}
          </li>
        ))}
        {held.map((kept) => (
          <li><strong>{handlerOf(kept.handler)}</strong> <span class="outcome silenced">{kept.cause}</span> {kept.until && <>until <time dateTime={kept.until} title={kept.until}>{clock(kept.until)}</time></>}{kept.why && <>: <span dir="auto">{kept.why}</span></>}{kept.notified && `; notified of ${kept.notified}`}</li>
        ))}
        {others.map((other) => (
          <li>
            <strong>{handlerOf(other.handler)}</strong> <span class="outcome none">not notified</span>{' '}
            {other.why === 'match' ? (other.match ? <>its match <code>{other.match}</code> does not hold</> : null) : other.why === 'no-delivery' ? 'it takes such events, but the ledger has no delivery' : other.match ? <>its match is <code>{other.match}</code></> : 'the ledger has no delivery'}
            {other.saw && <>: {other.saw}</>}
          </li>
        ))}
      </ul>
    </>
  );
}

const truth = (holds: boolean | null): string => (holds === true ? 'true' : holds === false ? 'false' : 'no answer');

function Why({ change }: { change: Change }) {
  const path = (change.evidence?.path ?? []).flat() as Step[];
  return (
    <>
      <p>{change.node} of task {change.task} went from {change['previous-level']} to {change.level}, on data of <time dateTime={change.time} title={change.time}>{clock(change.time)}</time>.</p>
      {(change.evidence?.rules ?? []).map((rule) => (
        <div class={`rule ${truth(rule.holds)}`}>
          <p><strong>{rule.level}{rule.reset ? ' may be left' : ''}</strong> if <code>{rule.text}</code>{rule.line ? ` (line ${rule.line})` : ''}: <strong>{truth(rule.holds)}</strong></p>
          <ul>{rule.conditions.map((condition) => (
            <li><code>{condition.text}</code> {truth(condition.holds)}{condition.values.map((value) => <>, <code>{value.name}</code> was <strong class="value">{value.value === null ? 'missing' : String(value.value)}</strong></>)}{condition.problem && ` (${condition.problem})`}</li>
          ))}</ul>
        </div>
      ))}
      {change.evidence?.note && <p>{change.evidence.note}</p>}
      {path.length > 0 && <ol class="path">{path.map((step) => <li title={step.text}><strong>{step.node}</strong>{step.line ? ` line ${step.line}` : ''}{step.text && <code>{cut(step.text, 120)}</code>}</li>)}</ol>}
    </>
  );
}

async function copy({ alerts: [alert], change, deliveries }: Answer): Promise<void> {
  if (!alert) return;
  const lines = [
    `${alert.level} ${alert.id}: ${cut(alert.message, 500)}`,
    `since ${alert.since}, topic ${topicOf(alert.topic)}${alert.task ? `, task ${alert.task}` : ''}`,
    ...(change?.evidence?.rules ?? []).flatMap((rule) => rule.conditions.map((condition) => `${condition.text}: ${truth(condition.holds)}${condition.values.map((value) => `, ${value.name} was ${String(value.value)}`).join('')}`)),
    ...deliveries.map((entry) => `${handlerOf(entry.handler)}: ${entry.outcome}, ${count(entry.attempts, 'attempt')}${entry.reason ? `; ${entry.reason}` : ''}`),
    location.href,
  ];
  try {
    await navigator.clipboard.writeText(lines.join('\n'));
    say('copied');
  } catch {
    say('this browser lets pages copy only by https or from localhost');
  }
}
