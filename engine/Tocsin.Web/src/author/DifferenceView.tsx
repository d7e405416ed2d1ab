import { differences } from './differences';

/** Unchanged lines shown around those that changed. */
const around = 2;

/** What changed from one text to another, line by line; signs say it to those who see no colours. */
export function Differences({ label, before, after }: { label: string; before: string; after: string }) {
  const lines = before.split('\n');
  const found = differences(lines, after.split('\n'));
  if (found.length === 0) return <p>The same.</p>;
  const rows: { sign: string; text: string }[] = [];
  let shown = 0;
  for (const part of found) {
    const first = Math.max(shown, part.from - around);
    if (first > shown) rows.push({ sign: '…', text: '' });
    lines.slice(first, part.from).forEach((text) => rows.push({ sign: ' ', text }));
    lines.slice(part.from, part.to).forEach((text) => rows.push({ sign: '-', text }));
    part.lines.forEach((text) => rows.push({ sign: '+', text }));
    const next = found.find((other) => other.from > part.from)?.from ?? lines.length;
    shown = Math.min(part.to + around, next);
    lines.slice(part.to, shown).forEach((text) => rows.push({ sign: ' ', text }));
  }
  if (shown < lines.length) rows.push({ sign: '…', text: '' });
  return (
    <pre class="differences" tabIndex={0} role="region" aria-label={label}>{rows.map((row) => (
      <span class={row.sign === '+' ? 'added' : row.sign === '-' ? 'removed' : ''}>{row.sign} {row.text}{'\n'}</span>
    ))}</pre>
  );
}
