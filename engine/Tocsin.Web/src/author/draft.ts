import type { Definition, Kind } from './definition';

/** What somebody wrote and has not saved, with what they saw when they began. */
export interface Draft { tag: string; seen: Definition; script: string; vars: Record<string, string>; at: number }

const keyOf = (kind: Kind, id: string): string => `tocsin:draft:${kind}/${id}`;

/** The text of an earlier visit; browsers that keep nothing have none. */
export function findDraft(kind: Kind, id: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(kind, id)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

/** Keeps the text in this browser. False when it does not. */
export function keepDraft(kind: Kind, id: string, draft: Draft | null): boolean {
  try {
    if (draft) localStorage.setItem(keyOf(kind, id), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(kind, id));
    return true;
  } catch {
    return false;
  }
}
