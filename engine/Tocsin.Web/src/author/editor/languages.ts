import { StreamLanguage, type StreamParser } from '@codemirror/language';

interface Inside { quote: string }

const words = /^(?:var|stream|batch|lambda|dbrp|TRUE|FALSE|AND|OR)\b/;

/** Colours alone: what is right and what is not, the server says. */
const tickscript: StreamParser<Inside> = {
  name: 'tickscript',
  startState: () => ({ quote: '' }),
  token(text, state) {
    if (state.quote) return inside(text, state);
    if (text.eatSpace()) return null;
    if (text.match('//')) { text.skipToEnd(); return 'comment'; }
    if (text.match("'''")) { state.quote = "'''"; return inside(text, state); }
    if (text.match("'")) { state.quote = "'"; return inside(text, state); }
    if (text.match(/^"(?:\\.|[^"\\])*"?/)) return 'variableName';
    if (text.match(/^\d+(?:u|µ|ms|s|m|h|d|w)\b/) || text.match(/^\d+(?:\.\d+)?/)) return 'number';
    if (text.match(/^[|@]\s*\w+/)) return 'keyword';
    if (text.match(/^\.\s*\w+/)) return 'propertyName';
    if (text.match(words)) return 'keyword';
    if (text.match(/^\w+/)) return null;
    if (text.match(/^(?:[=!]~|[=!<>]=|[-+*/%<>=!])/)) return 'operator';
    text.next();
    return null;
  },
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', "'", '"'] } },
};

function inside(text: { next(): string | void; match(pattern: string): unknown; eol(): boolean }, state: Inside): string {
  while (!text.eol()) {
    if (state.quote === "'" && text.match("\\'")) continue;
    if (text.match(state.quote)) { state.quote = ''; break; }
    text.next();
  }
  return 'string';
}

const yaml: StreamParser<object> = {
  name: 'yaml',
  startState: () => ({}),
  token(text) {
    if (text.eatSpace()) return null;
    if (text.match('#')) { text.skipToEnd(); return 'comment'; }
    if (text.match(/^- /)) return 'operator';
    if (text.match(/^(?:"[^"]*"|'[^']*'|[\w.$-]+)(?=\s*:(?:\s|$))/)) return 'propertyName';
    if (text.match(/^"(?:\\.|[^"\\])*"?/) || text.match(/^'(?:''|[^'])*'?/)) return 'string';
    if (text.match(/^(?:true|false|null)\b/)) return 'keyword';
    if (text.match(/^-?\d+(?:\.\d+)?(?=[\s,}\]]|$)/)) return 'number';
    if (text.match(/^[\w./-]+/)) return null;
    text.next();
    return null;
  },
  languageData: { commentTokens: { line: '#' } },
};

export const languages = { tickscript: StreamLanguage.define(tickscript), yaml: StreamLanguage.define(yaml) } as const;
