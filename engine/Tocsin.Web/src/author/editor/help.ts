import { autocompletion, snippet, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';
import type { Edit, LanguageServer, Mistake, Position, Range, Suggestion } from './lsp';

const kinds: Record<number, string> = { 2: 'method', 3: 'function', 5: 'property', 6: 'variable', 7: 'class', 10: 'property', 14: 'keyword', 20: 'enum', 25: 'type' };

export function offsetOf(text: Text, { line, character }: Position): number {
  if (line >= text.lines) return text.length;
  const found = text.line(line + 1);
  return Math.min(found.from + character, found.to);
}

export function positionOf(text: Text, offset: number): Position {
  const line = text.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
}

const spanOf = (text: Text, range: Range): { from: number; to: number } => ({ from: offsetOf(text, range.start), to: offsetOf(text, range.end) });

/** Carries out what the server proposes, as one step that can be taken back. */
export function apply(view: EditorView, edits: Edit[]): void {
  view.dispatch({ changes: edits.map((edit) => ({ ...spanOf(view.state.doc, edit.range), insert: edit.newText })) });
}

export const marks = (text: Text, mistakes: Mistake[]): Diagnostic[] => mistakes.map((mistake) => {
  const { from, to } = spanOf(text, mistake.range);
  return { from, to: Math.max(to, Math.min(from + 1, text.length)), severity: mistake.severity === 1 ? 'error' : 'warning', message: mistake.message, source: mistake.code ?? '' };
});

/** Markdown as far as the server writes it: stretches of code, and text. */
function told(markdown: string): HTMLElement {
  const all = document.createElement('div');
  all.className = 'cm-told';
  markdown.split(/```\w*\n?/).forEach((part, index) => {
    const text = part.trim();
    if (!text) return;
    const element = document.createElement(index % 2 ? 'code' : 'div');
    element.textContent = index % 2 ? text : text.replace(/\*\*|`/g, '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
    all.append(element);
  });
  return all;
}

// The protocol marks places in snippets as $1 and ${1:name}; the editor knows the second form only.
const asSnippet = (text: string): string => text.replace(/\$(\d+)/g, '${$1}').replace(/\$\{0\}/g, '${}');

function completion(item: Suggestion, context: CompletionContext): Completion {
  const { from, to } = spanOf(context.state.doc, item.textEdit.range);
  return {
    label: item.label, type: kinds[item.kind] ?? 'text', ...(item.detail ? { detail: item.detail } : {}),
    ...(item.documentation?.value ? { info: () => told(item.documentation!.value) } : {}),
    apply: (view, chosen) => {
      const end = Math.max(to, view.state.selection.main.head);
      if (item.insertTextFormat === 2) snippet(asSnippet(item.textEdit.newText))(view, chosen, from, end);
      else view.dispatch({ changes: { from, to: end, insert: item.textEdit.newText }, selection: { anchor: from + item.textEdit.newText.length } });
    },
  };
}

/** Completion and hover by the server. */
export const help = (server: () => LanguageServer | null) => [
  autocompletion({
    icons: false,
    // A key that follows at once means what is shown.
    interactionDelay: 0,
    override: [async (context): Promise<CompletionResult | null> => {
      const word = context.matchBefore(/[\w"'.|@]+$/);
      if (!word && !context.explicit) return null;
      const list = await server()?.ask<{ items: Suggestion[] }>('completion', { position: positionOf(context.state.doc, context.pos) }).catch(() => null);
      if (!list || list.items.length === 0 || context.aborted) return null;
      return { from: offsetOf(context.state.doc, list.items[0]!.textEdit.range.start), options: list.items.map((item) => completion(item, context)), validFor: /^\w*$/ };
    }],
  }),
  hoverTooltip(async (view, offset) => {
    const found = await server()?.ask<{ contents: { value: string }; range?: Range }>('hover', { position: positionOf(view.state.doc, offset) }).catch(() => null);
    if (!found) return null;
    const span = found.range ? spanOf(view.state.doc, found.range) : { from: offset, to: offset };
    return { pos: span.from, end: span.to, above: true, create: () => ({ dom: told(found.contents.value) }) };
  }),
];
