import { computed, signal } from '@preact/signals';
import { get, session } from '../api';
import { listen, type Changes } from '../live';
import { compare, keyOf, type Alert, type Fold, type Page, type Totals } from './alert';

/** How many alerts are asked for at once. */
const step = 60;
const most = 500;

export const search = signal('');
export const group = signal('');
export const sort = signal('worst');
export const rows = signal<Alert[]>([]);
export const folds = signal<Fold[]>([]);
export const foldCount = signal(0);
export const totals = signal<Totals | null>(null);
export const isLoading = signal(false);
export const problem = signal('');

/** The alerts of folds that are open. */
export const opened = signal<Record<string, { rows: Alert[]; next: string | null }>>({});

/** The alert that keys mean; while there is one, nothing moves. */
export const selected = signal<string | null>(null);
export const isPointedAt = signal(false);

/** What changed while nothing may move: an alert as it is now, or null for one that is over. */
const waiting = signal(new Map<string, Alert | null>());
const isStale = signal(false);
export const waitingCount = computed(() => waiting.value.size);
export const hasWaiting = computed(() => waiting.value.size > 0 || isStale.value);

export type Item = { kind: 'alert'; key: string; alert: Alert; gone: boolean } | { kind: 'fold'; key: string; fold: Fold; isOpen: boolean } | { kind: 'more'; key: string; fold: string | null };

const next = signal<string | null>(null);

/** What the list shows, from top to bottom. */
export const items = computed<Item[]>(() => {
  const now = waiting.value;
  const item = (alert: Alert): Item => {
    const key = keyOf(alert);
    const changed = now.get(key);
    return { kind: 'alert', key, alert: changed ?? (changed === null ? { ...alert, level: 'OK' } : alert), gone: changed === null };
  };
  if (!group.value) {
    const list = rows.value.map(item);
    if (next.value) list.push({ kind: 'more', key: 'more', fold: null });
    return list;
  }
  const list: Item[] = [];
  for (const fold of folds.value) {
    const open = opened.value[fold.key];
    list.push({ kind: 'fold', key: `fold ${fold.key}`, fold, isOpen: !!open });
    if (!open) continue;
    list.push(...open.rows.map(item));
    if (open.next) list.push({ kind: 'more', key: `more ${fold.key}`, fold: fold.key });
  }
  return list;
});

const isPlain = (): boolean => !search.value && !group.value && sort.value === 'worst';
const isHeld = (): boolean => selected.value !== null || isPointedAt.value;
let asked = 0;

const parameters = (limit: number, more: Record<string, string | undefined> = {}): Record<string, string | undefined> => ({
  limit: String(limit), sort: sort.value === 'worst' ? undefined : sort.value, q: search.value || undefined, group: group.value || undefined, ...more,
});

/** Reads the list anew, as far down as it is known. */
export async function load(): Promise<void> {
  const turn = ++asked;
  isLoading.value = true;
  try {
    const page = await get<Page>('alerts', parameters(group.value ? most : Math.min(most, Math.max(step, rows.value.length))));
    const open: typeof opened.value = {};
    for (const fold of page.folds) {
      const known = opened.value[fold.key];
      if (known) open[fold.key] = await readFold(fold.key, Math.max(step, known.rows.length));
    }
    if (turn !== asked) return;
    opened.value = open;
    take(page);
    problem.value = '';
  } catch (error) {
    if (turn === asked) problem.value = (error as Error).message;
  } finally {
    if (turn === asked) isLoading.value = false;
  }
}

export async function more(fold: string | null): Promise<void> {
  const after = fold === null ? next.value : opened.value[fold]?.next;
  if (!after || isLoading.value) return;
  isLoading.value = true;
  try {
    const page = await get<Page>('alerts', parameters(200, fold === null ? { after } : { after, fold }));
    if (fold === null) {
      if (next.value !== after) return;
      rows.value = [...rows.value, ...page.alerts];
      next.value = page.next;
    } else {
      const known = opened.value[fold];
      if (known?.next === after) opened.value = { ...opened.value, [fold]: { rows: [...known.rows, ...page.alerts], next: page.next } };
    }
  } finally {
    isLoading.value = false;
  }
}

export async function toggle(fold: string): Promise<void> {
  const { [fold]: known, ...others } = opened.value;
  opened.value = known ? others : { ...others, [fold]: await readFold(fold, step) };
}

async function readFold(fold: string, limit: number): Promise<{ rows: Alert[]; next: string | null }> {
  const page = await get<Page>('alerts', parameters(Math.min(most, limit), { fold }));
  return { rows: page.alerts, next: page.next };
}

/** Lets what changed take its place. */
export function apply(): void {
  if (!hasWaiting.value) return;
  if (!isPlain() || isStale.value) return void load();
  const changed = waiting.value;
  let list = rows.value.filter((alert) => !changed.has(keyOf(alert)));
  const last = list[list.length - 1];
  // What belongs below the last one that is known comes with the next page.
  const come = [...changed.values()].filter((alert): alert is Alert => !!alert && (!next.value || !last || compare(alert, last) < 0));
  list = [...list, ...come].sort(compare);
  waiting.value = new Map();
  rows.value = list;
}

function take(page: Page): void {
  rows.value = page.alerts;
  folds.value = page.folds;
  foldCount.value = page['fold-count'];
  next.value = page.next;
  totals.value = page.totals;
  waiting.value = new Map();
  isStale.value = false;
}

let soon = 0;

// Searches and folds are the server's: many changes are one question.
function loadSoon(): void {
  if (soon) return;
  soon = window.setTimeout(() => {
    soon = 0;
    if (isHeld()) isStale.value = true;
    else void load();
  }, 400);
}

function changes(news: Changes): void {
  const map = new Map(waiting.value);
  for (const alert of news.changed) map.set(keyOf(alert), alert);
  for (const gone of news.gone) {
    // Of an alert that came and went nobody has to hear.
    if (isKnown(keyOf(gone))) map.set(keyOf(gone), null);
    else map.delete(keyOf(gone));
  }
  waiting.value = map;
  if (isHeld()) return;
  if (isPlain()) apply();
  else loadSoon();
}

// What is shown does not move, but says what is so: that it is silenced, for one.
function showInPlace(alerts: Alert[]): void {
  const map = new Map(waiting.value);
  for (const alert of alerts) {
    const known = rows.value.find((row) => keyOf(row) === keyOf(alert)) ?? Object.values(opened.value).flatMap((open) => open.rows).find((row) => keyOf(row) === keyOf(alert));
    if (known && JSON.stringify(known) !== JSON.stringify(alert)) map.set(keyOf(alert), alert);
  }
  waiting.value = map;
}

const isKnown = (key: string): boolean => rows.value.some((alert) => keyOf(alert) === key) || Object.values(opened.value).some((open) => open.rows.some((alert) => keyOf(alert) === key));

/** Keeps the list up with the server for as long as it is shown. */
export function watch(): () => void {
  void load();
  return listen({
    changes,
    snapshot(page) {
      if (isHeld()) {
        showInPlace(page.alerts);
        isStale.value = true;
      } else if (isPlain() && rows.value.length <= page.alerts.length) take(page);
      else loadSoon();
    },
  });
}

export function release(): void {
  if (!isHeld()) apply();
}

session.subscribe((who) => { if (who === false) { rows.value = []; folds.value = []; totals.value = null; } });
