export type Level = 'CRITICAL' | 'WARNING' | 'INFO' | 'OK';

export interface Totals { all: number; critical: number; warning: number; info: number; unacknowledged: number }

export interface ShortSilence { id: string; until: string; by: string; comment: string; handlers: string[] }

export interface Acknowledged { by: string; system: string; at: string; level: Level; message: string }

export interface Alert {
  topic: string; id: string; level: Level; since: string; time: string; message: string; task: string;
  tags: Record<string, string>; 'more-tags'?: number; acknowledged: Acknowledged | null; silenced: ShortSilence[];
}

export interface Fold { key: string; totals: Totals }

export interface Page { number: number; now: string; totals: Totals; alerts: Alert[]; next: string | null; 'fold-count': number; folds: Fold[] }

export const keyOf = (alert: { topic: string; id: string }): string => `${alert.topic}\n${alert.id}`;

export const icons: Record<Level, string> = { CRITICAL: '▲', WARNING: '◆', INFO: '●', OK: '✓' };

const ranks: Record<Level, number> = { OK: 0, INFO: 1, WARNING: 2, CRITICAL: 3 };

/** The server's order: unacknowledged and worst first, then the newest. */
export function compare(left: Alert, right: Alert): number {
  return Number(!!left.acknowledged) - Number(!!right.acknowledged)
    || ranks[right.level] - ranks[left.level]
    || compareText(right.since.padEnd(30, ' '), left.since.padEnd(30, ' '))
    || compareText(left.topic, right.topic)
    || compareText(left.id, right.id);
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

export const address = (alert: { topic: string; id: string }): string => `/ui/alerts?topic=${encodeURIComponent(alert.topic)}&id=${encodeURIComponent(alert.id)}`;

/** A topic as people say it: that of an alert node is the node. */
export function topicOf(topic: string): string {
  const [run, task, node, ...rest] = topic.split(':');
  return run === 'main' && task && node && rest.length === 0 ? `${task}/${node}` : topic;
}

/** A handler as people say it: of a script's handlers task, node and kind. */
export function handlerOf(target: string): string {
  const at = target.lastIndexOf('/');
  return target[at + 1] === '#' ? `${topicOf(target.slice(0, at))}/${target.slice(at + 2)}` : target;
}
