// What is packed is all that the extension needs, and nothing that it does not.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { promisify } from 'node:util';

const yauzl = createRequire(import.meta.url)('yauzl');

async function read(path) {
  const files = new Map();
  const zip = await promisify(yauzl.open)(path, { lazyEntries: true });
  const open = promisify(zip.openReadStream.bind(zip));
  await new Promise((resolve, reject) => {
    zip.on('end', resolve).on('error', reject).on('entry', async (entry) => {
      const parts = [];
      for await (const part of await open(entry)) parts.push(part);
      files.set(entry.fileName, Buffer.concat(parts));
      zip.readEntry();
    });
    zip.readEntry();
  });
  return files;
}

const files = await read(new URL('../tickscript.vsix', import.meta.url).pathname);
const manifest = JSON.parse(files.get('extension/package.json').toString());

test('what the manifest names is there, and is JSON', () => {
  const { languages, grammars, snippets } = manifest.contributes;
  for (const path of [...languages.map((language) => language.configuration), ...grammars.map((grammar) => grammar.path), ...snippets.map((snippet) => snippet.path)])
    JSON.parse(files.get(path.replace('./', 'extension/')).toString());
  assert.ok(files.has(manifest.main.replace('./', 'extension/')));
  assert.ok(files.has('extension.vsixmanifest') && files.has('[Content_Types].xml'));
});

test('the client and all it stands on is there', () => {
  // As Node looks for it: in the folders of packages around, from the inside.
  const has = (needed, from) => from.length > 0 && (files.has(`${from}node_modules/${needed}/package.json`) || has(needed, from.replace(/[^/]*\/$/, '')));
  const missing = (path) => Object.keys(JSON.parse(files.get(path).toString()).dependencies ?? {})
    .filter((needed) => !has(needed, path.slice(0, -'package.json'.length))).map((needed) => `${path} needs ${needed}`);
  const packages = [...files.keys()].filter((path) => /^extension\/((.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/)?package\.json$/.test(path));
  assert.deepEqual(packages.flatMap(missing), []);
  assert.ok(files.has('extension/node_modules/vscode-languageclient/lib/node/main.js'));
});

test('nothing else is', () => {
  const own = [...files.keys()].filter((path) => path.startsWith('extension/') && !path.startsWith('extension/node_modules/')).sort();
  assert.deepEqual(own, [
    'extension/extension.js', 'extension/language-configuration.json', 'extension/package.json', 'extension/readme.md',
    'extension/snippets/tickscript.json', 'extension/syntaxes/tickscript.tmLanguage.json',
  ]);
  assert.ok(!files.has('extension/node_modules/vscode-textmate/package.json'));
});
