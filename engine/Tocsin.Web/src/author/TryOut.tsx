import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useKeys } from '../keys';
import { clock } from '../texts';
import { backtest, recordings, type Data, type Outcome, type Recording } from './backtest';
import { listOf, type Definition, type Kind, type Variables } from './definition';
import { Found } from './Outcome';

type Source = 'points' | 'recording' | 'influxdb';

interface Tried { outcome: Outcome; script: string; vars: string; at: number }

export interface TryOutProperties {
  kind: Kind;
  definition: Definition;
  /** The script as it is written now. */
  script: string;
  /** The values as they are written now; null when none is changed. */
  vars: Variables | null;
  /** Whether what is written differs from what is saved. */
  isChanged: boolean;
}

/** A local time of a form field. */
const field = (time: Date): string => new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** The script as it is written, on past data, beside what is saved. Nobody is notified, and what runs does not notice. */
export function TryOut({ kind, definition, script, vars, isChanged }: TryOutProperties) {
  const isOpen = useSignal(false);
  const source = useSignal<Source>(definition.type === 'batch' ? 'influxdb' : 'points');
  const found = useSignal<Recording[]>([]);
  const tasks = useSignal<Definition[]>([]);
  const problem = useSignal('');
  const isBusy = useSignal(false);
  const tried = useSignal<Tried | null>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (!isOpen.value) return;
    const failed = (error: Error): void => { problem.value = error.message; };
    void recordings(definition.type).then((all) => { found.value = all; }, failed);
    if (kind === 'templates') void listOf('tasks').then((all) => { tasks.value = all.filter((task) => task['template-id'] === definition.id); }, failed);
  }, [isOpen.value, definition.id, definition.type]);
  const open = (): void => {
    // At once: a key that follows is meant for it.
    if (!form.current) return;
    (form.current.parentElement as HTMLDetailsElement).open = true;
    (form.current.querySelector<HTMLElement>('textarea') ?? form.current.querySelector<HTMLElement>('select'))?.focus();
  };
  useKeys([{ keys: ['t'], what: 'try on data', run: open }]);

  const dataOf = (given: FormData): Data => {
    if (source.value === 'points') return { data: String(given.get('data')) };
    if (source.value === 'recording') return { recording: String(given.get('recording')) };
    const [from, to] = ['from', 'to'].map((name) => String(given.get(name)));
    return { from: new Date(from!).toISOString(), ...(to ? { to: new Date(to).toISOString() } : {}) };
  };
  const scriptOf = (given: FormData): object => {
    if (kind === 'templates') return { ...(given.get('task') ? { id: String(given.get('task')) } : {}), script, ...(isChanged ? { against: definition.script } : {}) };
    return { id: definition.id, script, ...(vars ? { vars } : {}), ...(isChanged ? { against: { id: definition.id } } : {}) };
  };
  const run = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy.value || !form.current) return;
    const given = new FormData(form.current);
    isBusy.value = true;
    problem.value = '';
    try {
      tried.value = { outcome: await backtest(scriptOf(given), dataOf(given)), script, vars: JSON.stringify(vars), at: Date.now() };
    } catch (error) {
      tried.value = null;
      problem.value = (error as Error).message;
    } finally {
      isBusy.value = false;
    }
  };
  const quick = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };
  const last = tried.value;
  return (
    <details class="tryout" open={isOpen.value} onToggle={(event) => { isOpen.value = event.currentTarget.open; }}>
      <summary title="t">Try on data</summary>
      <form ref={form} onSubmit={(event) => void run(event)} onKeyDown={quick}>
        <p class="facts">Nobody is notified, nothing is written, and what runs does not notice.</p>
        {kind === 'templates' && tasks.value.length > 0 && <label>With the variables of<select name="task"><option value="">the template itself</option>{tasks.value.map((task) => <option>{task.id}</option>)}</select></label>}
        <label>Data
          <select value={source.value} onChange={(event) => { source.value = event.currentTarget.value as Source; }}>
            {definition.type !== 'batch' && <option value="points">points that are pasted here</option>}
            <option value="recording">a recording of this server</option>
            <option value="influxdb">what the InfluxDB of the configuration has</option>
          </select>
        </label>
        {source.value === 'points' && <label>Points, as line protocol with times in nanoseconds<textarea name="data" required rows={6} spellcheck={false} placeholder="cpu,host=web-07 usage_idle=3.2 1600000000000000000" /></label>}
        {source.value === 'recording' && (found.value.length === 0
          ? <p>There is no recording of a {definition.type} here: <code>tocsin record {definition.type} -task {definition.id} -duration 10m</code> makes one.</p>
          : <label>Recording<select name="recording">{found.value.map((one) => <option value={one.id}>{one.id}, {clock(one.date)}</option>)}</select></label>)}
        {source.value === 'influxdb' && (
          <div class="spans">
            <label>From, by the clock here<input type="datetime-local" name="from" required defaultValue={field(new Date(Date.now() - 3_600_000))} /></label>
            <label>Until; empty for now<input type="datetime-local" name="to" /></label>
          </div>
        )}
        <div class="bar"><button type="submit" class="main" disabled={isBusy.value || (source.value === 'recording' && found.value.length === 0)} title="Ctrl-Enter">{isBusy.value ? 'Trying…' : 'Try'}</button></div>
      </form>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {last && (
        <section aria-label="What it would raise">
          {(last.script !== script || last.vars !== JSON.stringify(vars)) && <p class="facts">Of the script as it was at {clock(last.at)}; it was changed since.</p>}
          <Found outcome={last.outcome} />
        </section>
      )}
    </details>
  );
}
