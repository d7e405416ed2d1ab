import type { Variable, Variables } from './definition';

const units: [string, number][] = [['w', 604_800e9], ['d', 86_400e9], ['h', 3_600e9], ['m', 60e9], ['s', 1e9], ['ms', 1e6], ['u', 1e3], ['ns', 1]];

/** A duration as scripts say it; the server sends nanoseconds. */
function durationText(value: unknown): string {
  if (typeof value !== 'number') return String(value ?? '');
  if (value === 0) return '0s';
  let rest = Math.abs(value);
  let text = value < 0 ? '-' : '';
  for (const [name, size] of units) {
    const whole = Math.floor(rest / size);
    if (whole > 0) text += `${whole}${name}`;
    rest -= whole * size;
  }
  return text;
}

const isStar = (type: string): boolean => type === 'star';

export function textOf({ type, value }: Variable): string {
  if (value === null || value === undefined) return '';
  if (type === 'duration') return durationText(value);
  if (type === 'list') return (value as Variable[]).map((item) => (isStar(item.type) ? '*' : String(item.value))).join(', ');
  return String(value);
}

/** What somebody wrote, as the server takes it; what is none of the type goes as it is, and the server says why not. */
export function valueOf(type: string, text: string): unknown {
  switch (type) {
    case 'int': case 'float': return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'bool': return text === 'true';
    case 'list': return text.split(',').map((item) => item.trim()).filter(Boolean).map((item) => (item === '*' ? { type: 'star', value: '' } : { type: 'string', value: item }));
    default: return text;
  }
}

/** Of a template's or a script's variables: the values of a task. */
export function Vars({ known, texts, isReadOnly, change }: { known: Variables; texts: Record<string, string>; isReadOnly: boolean; change: (name: string, text: string) => void }) {
  const names = Object.keys(known).filter((name) => !isStar(known[name]!.type));
  if (names.length === 0) return null;
  return (
    <fieldset class="vars">
      <legend>Variables</legend>
      {names.map((name) => {
        const { type, description } = known[name]!;
        const text = texts[name] ?? '';
        return (
          <label>
            <span><code>{name}</code> <span class="word">{type}{description ? `: ${description}` : ''}</span></span>
            {type === 'bool'
              ? <select value={text} disabled={isReadOnly} onChange={(event) => change(name, event.currentTarget.value)}><option>true</option><option>false</option></select>
              : <input value={text} readOnly={isReadOnly} inputMode={type === 'int' ? 'numeric' : type === 'float' ? 'decimal' : 'text'} spellcheck={false} onInput={(event) => change(name, event.currentTarget.value)} />}
          </label>
        );
      })}
    </fieldset>
  );
}
