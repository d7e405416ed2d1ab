import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { apply, help, marks, offsetOf, positionOf } from './help';
import { languages } from './languages';
import { LanguageServer, type Edit, type Mistake, type Position } from './lsp';
import { colours, theme } from './theme';

export interface EditorOptions {
  /** Where it is shown: it gets a shadow root, in which styles need no exception of the security policy. */
  host: HTMLElement;
  /** What it is of, as an address. */
  uri: string;
  language: keyof typeof languages;
  text: string;
  label: string;
  isReadOnly: boolean;
  changed: (text: string) => void;
  found: (mistakes: Mistake[]) => void;
  live: (isLive: boolean) => void;
  save: () => void;
  failed: (why: string) => void;
  askName: (then: (name: string) => void) => void;
}

export interface OpenEditor { text(): string; replace(text: string): void; goTo(place: Position): void; format(): void; rename(): void; focus(): void; close(): void }

/** Opens a text in an editor, with the help of the server. */
export function open(options: EditorOptions): OpenEditor {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  let server: LanguageServer | null = null;
  const commands = {
    save: () => { options.save(); return true; },
    format: () => {
      void server?.ask<Edit[]>('formatting', { options: { tabSize: 4, insertSpaces: true } }).then((edits) => { if (edits) apply(view, edits); }, (problem: Error) => options.failed(problem.message));
      return true;
    },
    rename: () => {
      const position = positionOf(view.state.doc, view.state.selection.main.head);
      options.askName((newName) => void server?.ask<{ changes: Record<string, Edit[]> }>('rename', { position, newName })
        .then((answer) => { if (answer) apply(view, Object.values(answer.changes).flat()); view.focus(); }, (problem: Error) => options.failed(problem.message)));
      return true;
    },
  };
  const extensions: Extension[] = [
    lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightSelectionMatches(), indentUnit.of('    '),
    EditorState.tabSize.of(4), languages[options.language], syntaxHighlighting(colours), theme, help(() => server), EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': options.label, 'aria-multiline': 'true', tabindex: '0' }), EditorState.readOnly.of(options.isReadOnly),
    // Tab goes on to the next thing on the page, as everywhere; text is moved in with Ctrl-].
    keymap.of([
      { key: 'Mod-s', run: commands.save, preventDefault: true }, { key: 'Shift-Alt-f', run: commands.format }, { key: 'F2', run: commands.rename },
      ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      server?.change();
      options.changed(update.state.doc.toString());
    }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: options.text, extensions }), root, parent: root });
  server = new LanguageServer(options.uri, options.language, () => view.state.doc.toString(), (mistakes) => {
    view.dispatch(setDiagnostics(view.state, marks(view.state.doc, mistakes)));
    options.found(mistakes);
  }, options.live);
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    goTo: (place) => {
      const anchor = offsetOf(view.state.doc, place);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    format: commands.format,
    rename: commands.rename,
    focus: () => view.focus(),
    close: () => { server?.close(); view.destroy(); },
  };
}
