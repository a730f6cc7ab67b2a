// Starts `treaty lsp` and lets it answer. What needs no server (colours, brackets, snippets) is declared in package.json.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;
let documents;

async function start() {
  const path = vscode.workspace.getConfiguration('treaty').get('server.path') || 'treaty';
  const server = { command: path, args: ['lsp'] };
  // Contracts are checked against the documents beside them, so the server hears of those too.
  documents = vscode.workspace.createFileSystemWatcher('**/*.{map,csv,json,jsonl,yaml,yml}');
  client = new LanguageClient('treaty', 'Treaty', server, {
    documentSelector: [{ language: 'treaty' }],
    synchronize: { fileEvents: documents },
  });
  try {
    await client.start();
  } catch (error) {
    const settings = 'Open Settings';
    // Not awaited: colours and snippets go on while the message stands.
    vscode.window.showErrorMessage(`Treaty: \`${path} lsp\` does not start: ${error.message ?? error}`, settings).then((chosen) =>
      (chosen ? vscode.commands.executeCommand('workbench.action.openSettings', 'treaty.server.path') : undefined));
  }
}

async function stop() {
  const old = client;
  client = undefined;
  documents?.dispose();
  if (old?.isRunning()) {  // one that never started cannot be stopped
    await old.stop();
  }
}

// One after the other, so that two restarts at once leave one server. A new client, not `client.restart()`: the path may have changed.
let turn = Promise.resolve();

function restart() {
  turn = turn.then(stop).then(start, start);
  return turn;
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('treaty.restartServer', restart),
    vscode.workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration('treaty.server') ? restart() : undefined)));
  await restart();
}

module.exports = { activate, deactivate: stop };
