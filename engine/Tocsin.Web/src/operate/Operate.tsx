import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { get, may } from '../api';
import { askFor, attempt } from '../dialog';
import { useKeys } from '../keys';
import { go } from '../route';
import { shownIn, tables, type Action, type Line, type Table } from './tables';

/** How often a list is read again. */
const pause = 5000;

/** The lists of those who run the server. */
export function Operate({ page }: { page: string }) {
  const seen = tables.filter((table) => may(table.role));
  const table = seen.find((known) => known.page === page);
  const turn = (by: number) => () => {
    const at = seen.findIndex((known) => known.page === page);
    go(`/ui/operate/${seen[(at + by + seen.length) % seen.length]!.page}`);
  };
  useKeys([{ keys: ['['], what: 'list before', run: turn(-1) }, { keys: [']'], what: 'next list', run: turn(1) }]);
  return (
    <section>
      <nav class="lists" aria-label="Lists">{seen.map((known) => <a href={`/ui/operate/${known.page}`} aria-current={known.page === page ? 'page' : undefined}>{known.name}</a>)}</nav>
      {table ? <List table={table} key={table.page} /> : <p class="empty">There is no list {page}, or it is not for you.</p>}
    </section>
  );
}

function List({ table }: { table: Table }) {
  const lines = useSignal<Line[] | null>(null);
  const more = useSignal<Line[]>([]);
  const hasMore = useSignal(false);
  const problem = useSignal('');
  const filter = useSignal('');
  const find = useRef<HTMLInputElement>(null);
  const load = async (): Promise<void> => {
    try {
      const answer = await get<Record<string, Line[]>>(table.path);
      const found = answer[table.list] ?? [];
      lines.value = table.order ? [...found].sort(table.order) : found;
      if (more.value.length === 0) hasMore.value = !!table.after && found.length >= 100;
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  useEffect(() => {
    document.title = `${table.name} - Tocsin`;
    void load();
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void load(); }, pause);
    return () => clearInterval(timer);
  }, []);
  useKeys([{ keys: ['/'], what: 'filter', run: () => find.current?.focus() }, { keys: ['r'], what: 'read again', run: () => void load() }, { keys: ['Escape'], what: 'leave the filter', run: () => find.current?.blur() }]);
  const next = async (): Promise<void> => {
    const known = [...(lines.value ?? []), ...more.value];
    const answer = await get<Record<string, Line[]>>(table.path, table.after!(known[known.length - 1]));
    const found = answer[table.list] ?? [];
    more.value = [...more.value, ...found];
    hasMore.value = found.length >= 100;
  };
  const all = [...(lines.value ?? []), ...more.value];
  const wanted = filter.value.trim().toLowerCase();
  const shown = wanted ? all.filter((line) => shownIn(line).includes(wanted)) : all;
  return (
    <>
      <h1 class="hidden">{table.name}</h1>
      <div class="tools">
        <label><span>Filter</span><input ref={find} type="search" value={filter.value} onInput={(event) => { filter.value = event.currentTarget.value; }} /></label>
        {table.add && may(table.add.role) && <button type="button" onClick={() => table.add!.run(() => void load())}>{table.add.name}</button>}
      </div>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {lines.value === null ? !problem.value && <p class="empty">Asking the server…</p> : shown.length === 0 ? <p class="empty">There is nothing here: {table.what}.</p> : (
        <div class="wide" tabIndex={0} role="region" aria-label={table.what}>
          <table>
            <thead><tr>{table.columns.map((column) => <th scope="col" class={column.isNumber ? 'number' : ''}>{column.name}</th>)}{table.actions.length > 0 && <th scope="col"><span class="hidden">Actions</span></th>}</tr></thead>
            <tbody>{shown.slice(0, 1000).map((line) => (
              <tr class={table.isBad?.(line) ? 'bad' : ''}>
                {table.columns.map((column) => (column.isHead ? <th scope="row">{column.show(line)}</th> : <td class={column.isNumber ? 'number' : ''}>{column.show(line)}</td>))}
                {table.actions.length > 0 && <td class="acts">{table.actions.filter((action) => may(action.role) && (!action.when || action.when(line))).map((action) => <button type="button" onClick={() => act(action, line, load)}>{action.name}</button>)}</td>}
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {hasMore.value && <button type="button" onClick={() => void next()}>More</button>}
    </>
  );
}

function act(action: Action, line: Line, then: () => Promise<void>): void {
  if (!action.done) return void action.run(line);
  const run = (): Promise<void> => attempt(async () => action.run(line), action.done!(line)).then(then);
  if (!action.sure) return void run();
  askFor({ title: action.name, yes: action.name, isQuick: true, body: () => <p>{action.sure!(line)}</p>, run });
}
