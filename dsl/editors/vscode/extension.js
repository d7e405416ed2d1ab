'use strict';

const path = require('node:path');
const { commands, window, workspace } = require('vscode');
const { LanguageClient, RevealOutputChannelOn } = require('vscode-languageclient/node');

// The YAML files that definitions stand in: other YAML is none of the server's business.
const definitions = ['**/tocsin.{yaml,yml}', '**/{handlers,sources,silences,drills,tasks,tests}/**/*.{yaml,yml}'];

/** @type {LanguageClient | undefined} */
let client;

/** What `tocsin lsp` is started with. */
function argumentsOf(settings, folder) {
  const [server, schema] = [settings.get('server', '').trim(), settings.get('schema', '').trim()];
  if (schema) return ['lsp', '--schema', path.resolve(folder ?? '', schema)];
  return server ? ['lsp', '--server', server] : ['lsp'];
}

function start() {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const settings = workspace.getConfiguration('tocsin');
  const command = settings.get('path', 'tocsin');
  client = new LanguageClient(
    'tocsin',
    'Tocsin',
    { command, args: argumentsOf(settings, folder), options: { cwd: folder } },
    {
      documentSelector: [{ language: 'tickscript' }, ...definitions.map((pattern) => ({ language: 'yaml', pattern }))],
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    },
  );
  return client.start().catch((problem) => {
    window.showErrorMessage(`'${command} lsp' does not start: ${problem.message ?? problem}. Install tocsin, or set tocsin.path.`);
  });
}

async function restart() {
  const before = client;
  client = undefined;
  await before?.dispose();
  await start();
}

exports.activate = (context) => {
  context.subscriptions.push(
    commands.registerCommand('tocsin.restart', restart),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('tocsin') && restart()),
  );
  return start();
};

exports.deactivate = () => client?.dispose();
