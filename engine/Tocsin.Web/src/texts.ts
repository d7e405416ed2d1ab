import { signal } from '@preact/signals';

/** How far the server's clock is ahead of this one, in milliseconds. */
export const ahead = signal(0);

/** The time by the server's clock, renewed each second. */
export const now = signal(Date.now());

setInterval(() => { now.value = Date.now() + ahead.value; }, 1000);

export function setServerTime(text: string): void {
  const offset = Date.parse(text) - Date.now();
  if (Math.abs(offset - ahead.value) > 500) ahead.value = offset;
  now.value = Date.now() + ahead.value;
}

export function age(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** How long ago something was, or how far it lies ahead: clocks of senders may be wrong. */
export function since(time: string): string {
  const passed = now.value - Date.parse(time);
  if (Number.isNaN(passed)) return '';
  return passed < -1500 ? `in ${age(passed)}` : age(Math.max(0, passed));
}

/** A time as people here read it: of today without the date. */
export function clock(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const hours = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  return date.toDateString() === new Date(now.value).toDateString() ? hours : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${hours}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

export const count = (number: number, one: string, many = `${one}s`): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
