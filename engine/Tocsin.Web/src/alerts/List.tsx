import { signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { question } from '../dialog';
import { go } from '../route';
import { useKeys } from '../keys';
import { summary } from '../live';
import { count, cut, since } from '../texts';
import { address, icons, topicOf, type Alert, type Fold } from './alert';
import { acknowledge, Care, note, silence, unacknowledge, unsilence } from './care';
import {
  apply, foldCount, group, hasWaiting, isLoading, isPointedAt, items, load, more, problem, release, search, selected, sort, toggle, totals, waitingCount, watch, type Item,
} from './view';

const narrow = matchMedia('(max-width: 640px)');
const rowHeight = signal(0);
const measure = (): void => { rowHeight.value = narrow.matches ? 92 : 60; };
narrow.addEventListener('change', measure);
measure();

/** Rows above and below the window that are there already. */
const spare = 8;

export function List() {
  useEffect(() => {
    document.title = 'On call - Tocsin';
    return watch();
  }, []);
  const find = useRef<HTMLInputElement>(null);
  const on = (what: (alert: Alert) => void) => () => {
    const item = items.value.find((known) => known.key === selected.value);
    if (item?.kind === 'alert') what(item.alert);
  };
  useKeys([
    { keys: ['j', 'ArrowDown'], what: 'next alert', run: () => move(1) },
    { keys: ['k', 'ArrowUp'], what: 'previous alert', run: () => move(-1) },
    { keys: ['Home'], what: 'first alert', run: () => moveTo(0) },
    { keys: ['End'], what: 'last alert that is loaded', run: () => moveTo(items.value.length - 1) },
    { keys: ['Enter', 'o'], what: 'open the alert, or the fold', run: () => open() },
    { keys: ['a'], what: 'acknowledge', run: on(acknowledge) },
    { keys: ['A'], what: 'take the acknowledgement back', run: on(unacknowledge) },
    { keys: ['n'], what: 'write a note', run: on(note) },
    { keys: ['s'], what: 'silence', run: on(silence) },
    { keys: ['u'], what: 'unsilence', run: on(unsilence) },
    { keys: ['r'], what: 'show what changed meanwhile', run: () => { apply(); } },
    { keys: ['/'], what: 'search', run: () => find.current?.focus() },
    { keys: ['f'], what: 'fold by topic, by task, not at all', run: () => foldBy(group.value === '' ? 'topic' : group.value === 'topic' ? 'task' : '') },
    { keys: ['Escape'], what: 'select nothing', run: () => { selected.value = null; (document.activeElement as HTMLElement | null)?.blur(); release(); } },
  ]);
  return (
    <>
      <h1 class="hidden">On call</h1>
      <Tools find={find} />
      {problem.value && <p class="problem" role="alert">{problem.value} <button type="button" onClick={() => void load()}>Try again</button></p>}
      {hasWaiting.value && (selected.value !== null || isPointedAt.value) && (
        <button type="button" class="waiting" onClick={() => apply()}>{waitingCount.value > 0 ? count(waitingCount.value, 'change') : 'other alerts'}, press r</button>
      )}
      <Rows />
    </>
  );
}

function Tools({ find }: { find: { current: HTMLInputElement | null } }) {
  const typed = useRef(0);
  const tags = useSignal<string[]>([]);
  useSignalEffect(() => {
    const found = new Set(tags.peek());
    for (const item of items.value.slice(0, 100)) if (item.kind === 'alert') Object.keys(item.alert.tags).forEach((name) => found.add(name));
    if (found.size !== tags.peek().length) tags.value = [...found].sort();
  });
  return (
    <form class="tools" role="search" onSubmit={(event) => event.preventDefault()}>
      <label><span>Search</span><input ref={find} type="search" value={search.value} placeholder="words, or host=web-07" maxLength={1000} onInput={(event) => {
        const text = event.currentTarget.value;
        clearTimeout(typed.current);
        typed.current = window.setTimeout(() => { search.value = text; selected.value = null; void load(); }, 150);
      }} /></label>
      <label><span>Fold by</span><select value={group.value} onChange={(event) => foldBy(event.currentTarget.value)}>
        <option value="">nothing</option><option value="topic">topic</option><option value="task">task</option>
        {tags.value.filter((name) => name !== 'topic' && name !== 'task').map((name) => <option value={name}>{cut(name, 40)}</option>)}
      </select></label>
      <label><span>Order</span><select value={sort.value} onChange={(event) => { sort.value = event.currentTarget.value; selected.value = null; void load(); }}>
        <option value="worst">worst first</option><option value="newest">newest first</option><option value="oldest">oldest first</option><option value="topic">topic</option><option value="id">id</option>
      </select></label>
    </form>
  );
}

function foldBy(name: string): void {
  group.value = name;
  selected.value = null;
  void load();
}

function move(by: number): void {
  const at = items.value.findIndex((item) => item.key === selected.value);
  moveTo(at < 0 ? 0 : at + by);
}

function moveTo(index: number): void {
  const item = items.value[Math.max(0, Math.min(items.value.length - 1, index))];
  if (!item) return;
  selected.value = item.key;
  if (item.kind === 'more') void more(item.fold);
}

function open(): void {
  const item = items.value.find((known) => known.key === selected.value);
  if (item?.kind === 'alert') go(address(item.alert));
  else if (item?.kind === 'fold') void toggle(item.fold.key);
}

function Rows() {
  const list = useRef<HTMLDivElement>(null);
  const seen = useSignal({ top: 0, height: innerHeight });
  useEffect(() => {
    const look = (): void => {
      const top = list.current ? -list.current.getBoundingClientRect().top : 0;
      seen.value = { top, height: innerHeight };
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => { removeEventListener('scroll', look); removeEventListener('resize', look); };
  }, []);
  const all = items.value;
  const height = rowHeight.value;
  const from = Math.max(0, Math.min(all.length - 1, Math.floor(seen.value.top / height)) - spare);
  const to = Math.min(all.length, Math.ceil((seen.value.top + seen.value.height) / height) + spare);
  const at = all.findIndex((item) => item.key === selected.value);
  const shown = all.slice(from, to).map((item, index) => ({ item, index: from + index }));
  if (at >= 0 && (at < from || at >= to)) shown.push({ item: all[at]!, index: at });

  // More is asked for before somebody sees the end.
  const last = all[all.length - 1];
  const isNearEnd = to >= all.length && last?.kind === 'more' && last.fold === null;
  useEffect(() => { if (isNearEnd) void more(null); }, [isNearEnd, all.length]);

  useLayoutEffect(() => {
    if (at < 0 || !list.current) return;
    const top = list.current.getBoundingClientRect().top + at * height;
    if (top < 130 || top + height > innerHeight - 20) scrollBy({ top: top < 130 ? top - 130 : top + height - innerHeight + 20 });
    const row = list.current.querySelector<HTMLElement>('[data-selected] a, [data-selected] > button');
    if (row && document.activeElement !== row && !question.value) row.focus({ preventScroll: true });
  }, [selected.value, at]);

  if (all.length === 0)
    return isLoading.value && totals.value === null ? <p class="empty">Asking the server…</p> : <Calm />;
  return (
    <div class="list" ref={list} role="list" aria-label={group.value ? `${foldCount.value} folds` : 'Open alerts'} style={{ height: `${all.length * height}px` }}
      onMouseEnter={() => { isPointedAt.value = true; }} onMouseLeave={() => { isPointedAt.value = false; release(); }}>
      {shown.map(({ item, index }) => (
        <div class="row" role="listitem" key={item.key} aria-setsize={all.length} aria-posinset={index + 1} data-selected={item.key === selected.value ? '' : undefined}
          style={{ transform: `translateY(${index * height}px)`, height: `${height}px` }}>
          <Row item={item} />
        </div>
      ))}
    </div>
  );
}

function Row({ item }: { item: Item }) {
  if (item.kind === 'fold') return <FoldRow fold={item.fold} isOpen={item.isOpen} key={item.key} />;
  if (item.kind === 'more') return <button type="button" class="more" onClick={() => void more(item.fold)}>More</button>;
  return <AlertRow alert={item.alert} gone={item.gone} itemKey={item.key} />;
}

function AlertRow({ alert, gone, itemKey }: { alert: Alert; gone: boolean; itemKey: string }) {
  const state = alert.silenced[0] ? ` · silenced ${alert.silenced[0].until === 'resolved' ? 'until it is over' : `for ${since(alert.silenced[0].until).replace('in ', '')}`}` : '';
  return (
    <article class={`alert ${alert.level.toLowerCase()}${alert.acknowledged || alert.silenced.length ? ' quiet' : ''}${gone ? ' gone' : ''}`} onFocusIn={() => { selected.value = itemKey; }}>
      <LevelMark level={alert.level} />
      <a href={address(alert)}>
        <span class="hidden">{alert.level} </span>
        <strong dir="auto">{cut(alert.id, 200)}</strong>
        <span class="message" dir="auto">{alert.message}</span>
      </a>
      <span class="facts">
        <span class="age">{gone ? 'over' : since(alert.since)}</span>
        <span class="where">{topicOf(alert.topic)}{alert.acknowledged ? ` · acknowledged${alert.acknowledged.by ? ` by ${alert.acknowledged.by}` : ''}` : ''}{state}</span>
      </span>
      <Care alert={alert} />
    </article>
  );
}

function FoldRow({ fold, isOpen }: { fold: Fold; isOpen: boolean }) {
  const level = fold.totals.critical ? 'CRITICAL' : fold.totals.warning ? 'WARNING' : 'INFO';
  return (
    <button type="button" class={`foldrow ${level.toLowerCase()}`} aria-expanded={isOpen} onClick={() => void toggle(fold.key)} onFocus={() => { selected.value = `fold ${fold.key}`; }}>
      <span class="arrow" aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
      <LevelMark level={level} />
      <strong dir="auto">{cut(fold.key, 200) || `without ${group.value}`}</strong>
      <span class="facts"><span>{levels(fold.totals)}</span><span>{fold.totals.unacknowledged ? `${fold.totals.unacknowledged} unacknowledged` : 'all acknowledged'}</span></span>
    </button>
  );
}

const levels = (found: { critical: number; warning: number; info: number }): string =>
  ([['critical', found.critical], ['warning', found.warning], ['info', found.info]] as const).filter(([, number]) => number > 0).map(([name, number]) => `${number} ${name}`).join(', ');

export const LevelMark = ({ level }: { level: Alert['level'] }) => <span class={`level ${level.toLowerCase()}`}><span aria-hidden="true">{icons[level]}</span> {level}</span>;

// Never says that all is well where nothing is known.
function Calm() {
  if (search.value) return <p class="empty">No open alert has {search.value}.</p>;
  if (!totals.value) return <p class="empty">It is not known whether anything is wrong.</p>;
  return <p class="empty">Nothing is open{summary.value?.['data-at'] ? '' : ', but no data came since somebody looked: is anything sent here?'}</p>;
}
