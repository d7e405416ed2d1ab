import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { askFor, say } from '../dialog';
import { count } from '../texts';
import type { OpenEditor } from './editor/Editor';
import type { Mistake } from './editor/lsp';

export interface EditedProperties { uri: string; language: 'tickscript' | 'yaml'; label: string; text: string; isReadOnly: boolean; changed: (text: string) => void; save: () => void; editor: Signal<OpenEditor | null> }

const askName = (then: (name: string) => void): void => askFor({
  title: 'Rename', yes: 'Rename',
  body: () => <label>New name<input name="name" required autofocus autocomplete="off" /></label>,
  run: (form) => then(String(form.get('name'))),
});

/** A text in the editor, with what the server finds wrong with it below. */
export function Edited({ uri, language, label, text, isReadOnly, changed, save, editor }: EditedProperties) {
  const host = useRef<HTMLDivElement>(null);
  const mistakes = useSignal<Mistake[]>([]);
  const isChecked = useSignal(false);
  const isThere = useSignal(false);
  const problem = useSignal('');
  const doing = useRef({ changed, save });
  doing.current = { changed, save };
  useEffect(() => {
    let isGone = false;
    void import('./editor/Editor').then(({ open }) => {
      if (isGone || !host.current) return;
      editor.value = open({
        host: host.current, uri, language, text, label, isReadOnly, askName, failed: say,
        changed: (now) => doing.current.changed(now), save: () => doing.current.save(),
        found: (found) => { mistakes.value = found; isChecked.value = true; }, live: (now) => { if (!now) isChecked.value = false; },
      });
      isThere.value = true;
    }, (error: Error) => { problem.value = `the editor cannot be loaded: ${error.message}`; });
    return () => { isGone = true; editor.value?.close(); editor.value = null; };
  }, [uri]);
  const errors = mistakes.value.filter((mistake) => mistake.severity === 1).length;
  return (
    <div class="edited">
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {!isThere.value && !problem.value && <pre>{text}</pre>}
      <div ref={host} class={isThere.value ? 'editor' : ''} data-editor={isThere.value ? 'ready' : undefined} />
      <p class="facts" role="status">
        {!isThere.value ? '' : !isChecked.value ? 'not checked: the server does not answer yet' : errors > 0 ? <span class="critical">▲ {count(errors, 'mistake')}</span> : mistakes.value.length > 0 ? <span class="warning">{count(mistakes.value.length, 'warning')}</span> : <span class="ok">✓ nothing wrong</span>}
      </p>
      {mistakes.value.length > 0 && <ul class="plain mistakes">{mistakes.value.slice(0, 50).map((mistake) => (
        <li><button type="button" class="flat" onClick={() => editor.value?.goTo(mistake.range.start)}><span class={mistake.severity === 1 ? 'critical' : 'warning'}>line {mistake.range.start.line + 1}</span> {mistake.message} {mistake.code && <span class="word">{mistake.code}</span>}</button></li>
      ))}</ul>}
    </div>
  );
}
