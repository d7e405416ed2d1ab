import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { may } from '../api';
import { askFor } from '../dialog';
import { useKeys } from '../keys';
import { go } from '../route';
import { clock } from '../texts';
import { create, listOf, pageOf, type Definition, type Kind } from './definition';
import { DefinitionPage } from './DefinitionPage';
import { findDraft } from './draft';
import { StateMark } from './StateMark';

/** How often a list is read again. */
const pause = 5000;

const start = "stream\n    |from()\n        .measurement('cpu')\n    |alert()\n        .crit(lambda: \"usage_idle\" < 10)\n";

const newOne = (kind: Kind): void => askFor({
  title: kind === 'tasks' ? 'New task' : 'New template', yes: 'Begin',
  body: () => (
    <>
      <label>Name<input name="id" required autofocus autocomplete="off" pattern="[^/\s]+" title="no slashes and no blanks" /></label>
      {kind === 'tasks' && <><label>Database<input name="db" required value="telegraf" /></label><label>Retention policy<input name="rp" required value="autogen" /></label><p>It begins disabled, with a short script.</p></>}
    </>
  ),
  run: async (form) => {
    const [id, db, rp] = ['id', 'db', 'rp'].map((name) => String(form.get(name)));
    await create(kind, kind === 'tasks' ? { id, script: start, status: 'disabled', dbrps: [{ db, rp }] } : { id, script: start });
    go(pageOf(kind, id!));
  },
});

/** For those who write rules. */
export function Author({ kind, id }: { kind: Kind; id: string }) {
  return id ? <DefinitionPage kind={kind} id={id} key={`${kind}/${id}`} /> : <List kind={kind} key={kind} />;
}

function List({ kind }: { kind: Kind }) {
  const all = useSignal<Definition[] | null>(null);
  const problem = useSignal('');
  const filter = useSignal('');
  const find = useRef<HTMLInputElement>(null);
  const load = async (): Promise<void> => {
    try {
      all.value = await listOf(kind);
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  useEffect(() => {
    document.title = `${kind === 'tasks' ? 'Tasks' : 'Templates'} - Tocsin`;
    void load();
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void load(); }, pause);
    return () => clearInterval(timer);
  }, []);
  const other = kind === 'tasks' ? 'templates' : 'tasks';
  useKeys([
    { keys: ['/'], what: 'filter', run: () => find.current?.focus() }, { keys: ['r'], what: 'read again', run: () => void load() },
    { keys: ['[', ']'], what: 'tasks, templates', run: () => go(`/ui/${other}`) }, ...(may('author') ? [{ keys: ['+'], what: `new ${kind === 'tasks' ? 'task' : 'template'}`, run: () => newOne(kind) }] : []),
    { keys: ['Escape'], what: 'leave the filter', run: () => find.current?.blur() },
  ]);
  const wanted = filter.value.trim().toLowerCase();
  const shown = (all.value ?? []).filter((one) => `${one.id} ${one['template-id'] ?? ''} ${one.error}`.toLowerCase().includes(wanted));
  return (
    <section>
      <nav class="lists" aria-label="Lists">{(['tasks', 'templates'] as const).map((page) => <a href={`/ui/${page}`} aria-current={page === kind ? 'page' : undefined}>{page === 'tasks' ? 'Tasks' : 'Templates'}</a>)}</nav>
      <h1 class="hidden">{kind === 'tasks' ? 'Tasks' : 'Templates'}</h1>
      <div class="tools">
        <label><span>Filter</span><input ref={find} type="search" value={filter.value} onInput={(event) => { filter.value = event.currentTarget.value; }} /></label>
        {may('author') && <button type="button" onClick={() => newOne(kind)} title="+">New {kind === 'tasks' ? 'task' : 'template'}</button>}
      </div>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {all.value === null ? !problem.value && <p class="empty">Asking the server…</p> : shown.length === 0 ? <p class="empty">There is nothing here{wanted ? ' of that name' : ''}.</p> : (
        <div class="wide" tabIndex={0} role="region" aria-label={kind}>
          <table>
            <thead><tr><th scope="col">{kind === 'tasks' ? 'Task' : 'Template'}</th>{kind === 'tasks' && <th scope="col">State</th>}<th scope="col">Type</th><th scope="col">Changed</th><th scope="col">{kind === 'tasks' ? 'From' : 'Problem'}</th></tr></thead>
            <tbody>{shown.slice(0, 2000).map((one) => (
              <tr class={one.error ? 'bad' : ''}>
                <th scope="row"><a href={pageOf(kind, one.id)} dir="auto">{one.id}</a>{findDraft(kind, one.id) && <span class="warning"> not saved</span>}</th>
                {kind === 'tasks' && <td><StateMark task={one} /></td>}
                <td>{one.type}</td><td><time dateTime={one.modified}>{clock(one.modified)}</time></td>
                <td>{one['template-id'] ? <>template <a href={pageOf('templates', one['template-id'])}>{one['template-id']}</a></> : one.dbrps?.map(({ db, rp }) => `${db}.${rp}`).join(', ')}{one.error && <p class="critical">{one.error}</p>}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}
