import { ask, askTagged, type Tagged } from '../api';

export type Kind = 'tasks' | 'templates';
export interface Variable { type: string; value: unknown; description?: string }
export type Variables = Record<string, Variable>;
export interface Warning { code: string; message: string; line?: number; char?: number }
export interface Definition {
  id: string; 'template-id'?: string; type: string; script: string; status?: 'enabled' | 'disabled' | 'shadow'; executing?: boolean; error: string; dot: string; vars: Variables;
  stats?: { 'task-stats'?: { throughput: number }; 'node-stats'?: Record<string, Record<string, number>> }; dbrps?: { db: string; rp: string }[]; created: string; modified: string; warnings?: Warning[];
}

const base = '/kapacitor/v1';

const pathOf = (kind: Kind, id: string): string => `${base}/${kind}/${encodeURIComponent(id)}`;

/** Where a definition is shown. */
export const pageOf = (kind: Kind, id: string): string => `/ui/${kind}/${encodeURIComponent(id)}`;

export const read = (kind: Kind, id: string): Promise<Tagged<Definition>> => askTagged<Definition>('GET', `${pathOf(kind, id)}?script-format=raw`);

/** Changes a definition as long as it is what was seen. */
export const change = (kind: Kind, id: string, what: object, tag?: string): Promise<Tagged<Definition>> => askTagged<Definition>('PATCH', `${pathOf(kind, id)}?script-format=raw`, what, tag);

export const create = (kind: Kind, what: object): Promise<Definition> => ask<Definition>('POST', `${base}/${kind}`, what);

export const listOf = async (kind: Kind): Promise<Definition[]> => {
  const fields = kind === 'tasks' ? ['id', 'template-id', 'type', 'status', 'executing', 'error', 'modified', 'dbrps'] : ['id', 'type', 'error', 'modified'];
  const answer = await ask<Record<string, Definition[]>>('GET', `${base}/${kind}?limit=-1&${fields.map((field) => `fields=${field}`).join('&')}`);
  return answer[kind] ?? [];
};
