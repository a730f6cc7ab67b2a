// The extension without VS Code: stand-ins for the two modules it asks for, and what it did with them.
'use strict';

const assert = require('node:assert');
const Module = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const extension = path.join(__dirname, '../../docs/editors/vscode/extension.js');

/** Loads extension.js afresh; `settings` may change later, and a path that is `broken` does not start. */
function load(settings) {
  const seen = { clients: [], commands: {}, executed: [], errors: [], disposed: 0 };
  const disposable = { dispose: () => (seen.disposed += 1) };
  const vscode = {
    workspace: {
      getConfiguration: (section) => ({ get: (key) => settings[`${section}.${key}`] }),
      createFileSystemWatcher: () => ({ ...disposable }),
      onDidChangeConfiguration: (listener) => ((seen.changed = listener), disposable),
    },
    window: { showErrorMessage: async (text, button) => (seen.errors.push(text), button) },
    commands: {
      registerCommand: (name, action) => ((seen.commands[name] = action), disposable),
      executeCommand: async (...all) => seen.executed.push(all),
    },
  };
  class LanguageClient {
    constructor(id, name, server, client) {
      Object.assign(this, { id, name, server, client, running: false, stops: 0 });
      seen.clients.push(this);
    }
    async start() {
      if (this.server.command === 'broken') throw new Error('ENOENT');
      this.running = true;
    }
    isRunning() { return this.running; }
    async stop() {
      assert(this.running, 'a client that does not run cannot be stopped');
      this.running = false;
      this.stops += 1;
    }
  }
  const original = Module._load;
  Module._load = (request, ...rest) =>
    request === 'vscode' ? vscode : request === 'vscode-languageclient/node' ? { LanguageClient } : original(request, ...rest);
  delete require.cache[require.resolve(extension)];
  try {
    return { ...require(extension), seen };
  } finally {
    Module._load = original;
  }
}

test('the server is started with the configured path', async () => {
  const { activate, deactivate, seen } = load({ 'treaty.server.path': '/opt/treaty/bin/treaty' });
  const context = { subscriptions: [] };
  await activate(context);
  assert.strictEqual(seen.clients.length, 1);
  assert.deepStrictEqual(seen.clients[0].server, { command: '/opt/treaty/bin/treaty', args: ['lsp'] });
  assert.deepStrictEqual(seen.clients[0].client.documentSelector, [{ language: 'treaty' }]);
  assert.strictEqual(seen.clients[0].id, 'treaty', 'treaty.trace.server is found by this name');
  assert.strictEqual(context.subscriptions.length, 2);
  await deactivate();
  assert.strictEqual(seen.clients[0].running, false);
  assert.strictEqual(seen.disposed, 1, 'the watcher went with its client');
});

test('without a setting it is the treaty on the PATH', async () => {
  const { activate, seen } = load({ 'treaty.server.path': '' });
  await activate({ subscriptions: [] });
  assert.strictEqual(seen.clients[0].server.command, 'treaty');
});

test('a restart takes the new path, by command or by setting', async () => {
  const settings = { 'treaty.server.path': 'old' };
  const { activate, seen } = load(settings);
  await activate({ subscriptions: [] });
  settings['treaty.server.path'] = 'new';
  await seen.commands['treaty.restartServer']();
  await Promise.all([1, 2].map(() => seen.changed({ affectsConfiguration: (section) => section === 'treaty.server' })));
  await seen.changed({ affectsConfiguration: () => false });
  assert.deepStrictEqual(seen.clients.map((one) => [one.server.command, one.stops]), [['old', 1], ['new', 1], ['new', 1], ['new', 0]]);
});

test('a server that does not start is told of, once mended it starts', async () => {
  const settings = { 'treaty.server.path': 'broken' };
  const { activate, seen } = load(settings);
  await activate({ subscriptions: [] });
  assert.match(seen.errors[0], /`broken lsp` does not start: ENOENT/);
  assert.deepStrictEqual(seen.executed, [['workbench.action.openSettings', 'treaty.server.path']]);
  settings['treaty.server.path'] = 'treaty';
  await seen.commands['treaty.restartServer']();
  assert.strictEqual(seen.clients[1].running, true);
});

test('commands and settings are those that package.json declares', async () => {
  const { contributes } = require(path.join(path.dirname(extension), 'package.json'));
  const { activate, seen } = load({});
  await activate({ subscriptions: [] });
  assert.deepStrictEqual(Object.keys(seen.commands), contributes.commands.map((one) => one.command));
  assert('treaty.server.path' in contributes.configuration.properties);
});
