import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { may, Refusal, type Tagged } from '../api';
import { askFor, attempt, say } from '../dialog';
import { useKeys } from '../keys';
import { go } from '../route';
import { clock, count } from '../texts';
import { Conflict } from './Conflict';
import { change, pageOf, read, type Definition, type Kind, type Variables } from './definition';
import { findDraft, keepDraft, type Draft } from './draft';
import { Edited } from './Edited';
import type { OpenEditor } from './editor/Editor';
import { Graph } from './Graph';
import { StateMark } from './StateMark';
import { TryOut } from './TryOut';
import { textOf, valueOf, Vars } from './Vars';

/** How often the numbers of a task are read again. */
const pause = 2000;

const textsOf = (vars: Variables): Record<string, string> => Object.fromEntries(Object.entries(vars).map(([name, variable]) => [name, textOf(variable)]));

/** A task or a template: how it goes, its graph, its script and its variables. */
export function DefinitionPage({ kind, id }: { kind: Kind; id: string }) {
  const now = useSignal<Tagged<Definition> | null>(null);
  const template = useSignal<Definition | null>(null);
  const draft = useSignal<Draft | null>(null);
  const isRestored = useSignal(false);
  const problem = useSignal('');
  const isBusy = useSignal(false);
  const editor = useSignal<OpenEditor | null>(null);
  const version = useSignal(0);

  const begin = (found: Tagged<Definition>): void => {
    now.value = found;
    draft.value = { tag: found.tag, seen: found.answer, script: found.answer.script, vars: textsOf({ ...template.value?.vars, ...found.answer.vars }), at: Date.now() };
  };
  const isChanged = (known: Draft): boolean => known.script !== known.seen.script || changedVars(known).length > 0;
  const changedVars = (known: Draft): string[] => {
    const before = textsOf({ ...template.value?.vars, ...known.seen.vars });
    return Object.keys(known.vars).filter((name) => known.vars[name] !== before[name]);
  };
  // The values of a task, as they are sent: null when none is changed.
  const varsOf = (known: Draft): Variables | null => {
    const names = changedVars(known);
    const all: Variables = { ...template.value?.vars, ...known.seen.vars };
    return names.length === 0 ? null : Object.fromEntries([
      ...Object.entries(known.seen.vars).filter(([, variable]) => variable.type !== 'star'),
      ...names.map((name) => [name, { type: all[name]!.type, value: valueOf(all[name]!.type, known.vars[name]!) }] as const),
    ]);
  };
  const edit = (what: Partial<Draft>): void => {
    draft.value = { ...draft.value!, ...what, at: Date.now() };
    const isKept = keepDraft(kind, id, isChanged(draft.value) ? draft.value : null);
    if (!isKept) problem.value = 'this browser keeps nothing: what is not saved is lost when the page is left';
  };
  const load = async (): Promise<void> => {
    try {
      const found = await read(kind, id);
      const known = draft.value;
      if (found.answer['template-id'] && template.value?.id !== found.answer['template-id']) template.value = await read('templates', found.answer['template-id']).then((one) => one.answer, () => null);
      if (!known) {
        const kept = may('author') ? findDraft(kind, id) : null;
        begin(found);
        if (kept && kept.script !== undefined && isChanged(kept)) { draft.value = kept; isRestored.value = true; }
        version.value++;
      } else if (!isChanged(known) && (found.tag !== known.tag || found.answer.script !== known.seen.script)) {
        // Nothing of ours stands against it.
        begin(found);
        editor.value?.replace(found.answer.script);
      } else {
        now.value = found;
      }
      if (problem.value.startsWith('cannot be read')) problem.value = '';
    } catch (error) {
      problem.value = now.value ? `cannot be read again: ${(error as Error).message}` : (error as Error).message;
    }
  };
  useEffect(() => {
    document.title = `${id} - Tocsin`;
    [now.value, template.value, draft.value, isRestored.value, problem.value] = [null, null, null, false, ''];
    void load();
    const timer = setInterval(() => { if (document.visibilityState === 'visible' && !isBusy.value) void load(); }, pause);
    return () => clearInterval(timer);
  }, [kind, id]);

  const saveAs = async (tag: string): Promise<void> => {
    const known = draft.value;
    if (!known || !may('author') || isBusy.value) return;
    if (!isChanged(known)) return say('nothing is changed');
    isBusy.value = true;
    try {
      const vars = varsOf(known);
      const status = now.value?.answer.status;
      const saved = await change(kind, id, {
        ...(known.script !== known.seen.script ? { script: known.script } : {}), ...(vars ? { vars } : {}), ...(kind === 'tasks' && status !== 'disabled' ? { status } : {}),
      }, tag);
      keepDraft(kind, id, null);
      isRestored.value = false;
      problem.value = '';
      const typed = draft.value!.script;
      begin(saved);

      // What was written while the server thought is not saved yet.
      if (typed !== known.script) edit({ script: typed });
      say(`saved ${id}${saved.answer.executing ? ', which runs so now' : ''}`);
    } catch (error) {
      problem.value = error instanceof Refusal && error.status === 412 ? '' : (error as Error).message;
      await load();
    } finally {
      isBusy.value = false;
    }
  };
  const known = draft.value;
  const found = now.value?.answer;
  const save = (): void => { if (known) void saveAs(known.tag); };
  const toggle = (): void => {
    if (kind !== 'tasks' || !found) return;
    if (!may('author')) return say('this takes the role author');
    const enables = found.status === 'disabled';
    const run = (): Promise<void> => attempt(async () => { now.value = await change(kind, id, { status: enables ? (id.endsWith('@shadow') ? 'shadow' : 'enabled') : 'disabled' }); }, `${enables ? 'enabled' : 'disabled'} ${id}`);
    if (enables) return void run();
    askFor({ title: `Disable ${id}`, yes: 'Disable', isQuick: true, body: () => <p>It takes no points any more, and raises nothing, until somebody enables it.</p>, run });
  };
  const drop = (): void => askFor({
    title: 'Drop what is not saved', yes: 'Drop it', body: () => <p>What you wrote here and did not save is lost.</p>,
    run: () => { keepDraft(kind, id, null); isRestored.value = false; begin(now.value!); editor.value?.replace(now.value!.answer.script); problem.value = ''; },
  });
  useKeys([
    { keys: ['e'], what: 'enable or disable', run: toggle },
    { keys: ['i'], what: 'into the editor (Escape leaves it)', run: () => editor.value?.focus() },
    { keys: ['r'], what: 'read again', run: () => void load() },
    { keys: ['Escape'], what: 'leave the editor or a field; back to the list', run: (event) => { if (!leaves(event.target)) go(`/ui/${kind}`); } },
  ]);
  if (!found || !known) return problem.value ? <section><p class="problem" role="alert">{problem.value}</p><p><a href={`/ui/${kind}`}>All {kind}</a></p></section> : <p class="empty">Asking the server…</p>;
  const isOutdated = now.value!.tag !== '' && known.tag !== now.value!.tag && isChanged(known);
  const isFromTemplate = !!found['template-id'];
  return (
    <section class="definition">
      <p class="back"><a href={`/ui/${kind}`}>← {kind === 'tasks' ? 'Tasks' : 'Templates'}</a></p>
      <h1><span dir="auto">{id}</span> {kind === 'tasks' && <StateMark task={found} />}</h1>
      <p class="facts">
        {found.type}{found.dbrps && found.dbrps.length > 0 && <> · {found.dbrps.map(({ db, rp }) => `${db}.${rp}`).join(', ')}</>} · changed {clock(found.modified)}
        {found.stats?.['task-stats'] && ` · ${found.stats['task-stats'].throughput.toLocaleString('en', { maximumFractionDigits: 1 })} points a second`}
        {isFromTemplate && <> · made from <a href={pageOf('templates', found['template-id']!)}>{found['template-id']}</a></>}
      </p>
      {found.error && <p class="problem">{found.error}</p>}
      {found.warnings?.map((warning) => <p class="warning">{warning.message}</p>)}
      {kind === 'tasks' && may('author') && <div class="bar"><button type="button" onClick={toggle} title="e">{found.status === 'disabled' ? 'Enable' : 'Disable'}</button></div>}
      <Graph definition={found} />

      <h2>{isFromTemplate ? 'Script of the template' : 'Script'}</h2>
      {isRestored.value && <p class="restored">What you wrote until {clock(known.at)} and did not save is here again.</p>}
      {isOutdated && <Conflict
        seen={known.seen} mine={known.script} theirs={found} hasVars={kind === 'tasks'}
        take={drop} keep={() => void saveAs(now.value!.tag)}
        join={(text) => { draft.value = { ...known, tag: now.value!.tag, seen: found }; editor.value?.replace(text); edit({ script: text }); }} />}
      <Edited
        key={`${kind}/${id}/${version.value}`} uri={`tocsin:///${kind}/${encodeURIComponent(id)}.tick`} language="tickscript" label={`Script of ${id}`} text={known.script}
        isReadOnly={!may('author') || isFromTemplate} changed={(script) => { if (script !== draft.value?.script) edit({ script }); }} save={save} editor={editor} />
      <Vars known={{ ...(kind === 'tasks' ? template.value?.vars : {}), ...(kind === 'tasks' ? found.vars : {}) }} texts={known.vars} isReadOnly={!may('author')} change={(name, text) => edit({ vars: { ...draft.value!.vars, [name]: text } })} />
      {problem.value && <p class="problem refused" role="alert">{problem.value}</p>}
      {may('author') && (
        <div class="bar saving">
          <button type="button" class="main" onClick={save} disabled={isBusy.value || isOutdated} title="Ctrl-S">Save{found.status === 'enabled' ? ' and run' : ''}</button>
          {!isFromTemplate && <button type="button" onClick={() => editor.value?.format()} title="Shift-Alt-F">Format</button>}
          {!isFromTemplate && <button type="button" onClick={() => editor.value?.rename()} title="F2">Rename</button>}
          {isChanged(known) && <button type="button" onClick={drop}>Drop changes</button>}
          <span class="facts" role="status">{isChanged(known) ? `not saved: ${[known.script !== known.seen.script && 'the script', changedVars(known).length > 0 && count(changedVars(known).length, 'variable')].filter(Boolean).join(', ')}` : ''}</span>
        </div>
      )}
      {may('author') && <TryOut kind={kind} definition={found} script={known.script} vars={kind === 'tasks' ? varsOf(known) : null} isChanged={isChanged(known)} />}
    </section>
  );
}

/** Leaves the editor or the field that has the keys; false when neither has them. */
function leaves(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.dataset.editor ? (target.shadowRoot?.activeElement as HTMLElement | null) : target.closest<HTMLElement>('input, select, textarea');
  field?.blur();
  return !!field;
}
