import { ask } from '../api';
import type { Level } from '../alerts/alert';
import type { Warning } from './definition';

export interface Change { id: string; time: string; 'previous-level': Level; level: Level; message: string }
export interface History { problems: number; 'problems-per-day': number | null; 'minutes-critical': number; flaps: number; changes: Change[]; notifications: { handler: string; count: number; 'per-day': number | null }[] }
export interface Changed { kind: 'new' | 'gone' | 'moved' | 'level'; id: string; level: Level; old: Change | null; new: Change | null; 'shift-seconds': number }
export interface Outcome {
  script: History; against?: History; new?: number; gone?: number; moved?: number; levels?: number; differences?: Changed[]; warnings?: Warning[]; 'bad-lines'?: { line: number; char: number; reason: string }[];
}

/** What a script is tried on: one of the three. */
export type Data = { data: string } | { recording: string } | { from: string; to?: string };
export interface Recording { id: string; type: string; status: string; date: string; size: number }

export const backtest = (script: object, data: Data): Promise<Outcome> => ask<Outcome>('POST', 'backtest', { ...script, ...data });

/** The recordings of the server that can be played, the newest first. */
export const recordings = async (type: string): Promise<Recording[]> =>
  (await ask<{ recordings: Recording[] }>('GET', '/kapacitor/v1/recordings?limit=200')).recordings.filter((one) => one.status === 'finished' && one.type === type);
