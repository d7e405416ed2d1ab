// The colors of the grammar, as the editor computes them, over the examples and over lines whose colors are written beside them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');

const at = (path) => new URL(`../${path}`, import.meta.url);
const examples = new URL('../../../../examples/', import.meta.url);

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(at('syntaxes/tickscript.tmLanguage.json'), 'utf8'), 'x.json'),
});
const grammar = await registry.loadGrammar('source.tickscript');

function tokensOf(text) {
  let stack = INITIAL;
  const found = [];
  for (const line of text.split(/\r?\n/)) {
    const read = grammar.tokenizeLine(line, stack);
    found.push(...read.tokens.map((token) => ({ text: line.slice(token.startIndex, token.endIndex), scope: token.scopes.at(-1), scopes: token.scopes })));
    stack = read.ruleStack;
  }
  return { found, depth: stack.depth };
}

const scripts = readdirSync(examples, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.tick'))
  .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);

test('examples are read to their ends', () => {
  assert.ok(scripts.length > 10, `${scripts.length} scripts`);
  for (const script of scripts) {
    const { found, depth } = tokensOf(readFileSync(script, 'utf8'));
    assert.equal(depth, 1, `${script} ends within quotes`);
    for (const token of found.filter((token) => token.scopes.length === 1)) assert.match(token.text, /^\s*$/, `${script}: '${token.text}' has no color`);
  }
});

const lines = [
  ['// a comment', { '// a comment': 'comment.line.double-slash' }],
  ["var limit duration = 10s // why", { var: 'keyword.declaration', limit: 'variable.other.declaration', duration: 'storage.type', '10s': 'constant.numeric.duration', '// why': 'comment.line.double-slash' }],
  ["    |where(lambda: \"host\" =~ /web\\/.*/ AND isPresent(\"v\"))", { where: 'entity.name.function.node', 'lambda:': 'keyword.other.lambda', host: 'variable.other.field', '/web\\/.*/': 'string.regexp', AND: 'keyword.operator.logical', isPresent: 'support.function' }],
  ["stream|from().measurement('c\\'pu')", { stream: 'support.variable.source', from: 'entity.name.function.node', measurement: 'entity.other.attribute-name.property', "\\'": 'constant.character.escape' }],
  ["@smooth().factor(0.3)", { smooth: 'entity.name.function.node', factor: 'entity.other.attribute-name.property', 0.3: 'constant.numeric' }],
  [".message('{{ .ID }} is {{ .Level }}')", { '{{ .ID }}': 'constant.other.placeholder' }],
  ["var x = /a b/", { '/a b/': 'string.regexp' }],
  ["lambda: (\"a\" / 2.0) / (\"b\" + 1)", { '/': 'keyword.operator', '2.0': 'constant.numeric' }],
  ["TRUE", { TRUE: 'constant.language.boolean' }],
  [".every(TRUE, 1.5, *)", { 1.5: 'constant.numeric', '*': 'keyword.operator' }],
];

for (const [line, colors] of lines) {
  test(line, () => {
    const { found } = tokensOf(line);
    for (const [text, scope] of Object.entries(colors)) {
      const token = found.find((token) => token.text === text);
      assert.equal(token?.scope, `${scope}.tickscript`, `${text} in ${JSON.stringify(found.map((token) => [token.text, token.scope]))}`);
    }
  });
}

test('a text in three quotes goes over lines', () => {
  const { found, depth } = tokensOf("'''one 'two'\nthree''' // four");
  assert.equal(depth, 1);
  assert.equal(found.find((token) => token.text === 'three').scope, 'string.quoted.triple.tickscript');
  assert.equal(found.at(-1).scope, 'comment.line.double-slash.tickscript');
});
