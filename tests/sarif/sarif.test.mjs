// `treaty check --format sarif` against the published schema of SARIF 2.1.0, and what GitHub's code scanning asks beyond it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, mkdtempSync, writeFileSync, mkdirSync, cpSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);
const Ajv = require('ajv-draft-04');
const addFormats = require('ajv-formats');
const here = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(here, '../golden/check');
const treaty = process.env.TREATY;

const schema = JSON.parse(readFileSync(
    path.join(path.dirname(require.resolve('@microsoft/jest-sarif')), 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false});
addFormats(ajv);
const validate = ajv.compile(schema);

/// What treaty says of some contracts, run in `folder`.
function sarif(folder, ...contracts) {
  let out;
  try {
    out = execFileSync(treaty, ['check', '--format', 'sarif', ...contracts],
                       {cwd: folder, env: {...process.env, TREATY_TODAY: '2026-11-23'}, maxBuffer: 1 << 26});
  } catch (error) {
    assert.equal(error.status, 1, String(error.stderr));
    out = error.stdout;
  }
  return JSON.parse(out.toString('utf8'));
}

function checkLocation(location, folder) {
  const {artifactLocation, region} = location.physicalLocation;
  assert.ok(!artifactLocation.uri.startsWith('/') && !artifactLocation.uri.startsWith('file:'), artifactLocation.uri);
  assert.equal(artifactLocation.uriBaseId, '%SRCROOT%');
  const text = readFileSync(path.join(folder, decodeURIComponent(artifactLocation.uri)), 'utf8');
  checkRegion(region, text);
}

/// Within the file, from one, not backwards; columns count code points.
function checkRegion(region, text) {
  const lines = text.split('\n');
  for (const key of ['startLine', 'startColumn', 'endLine', 'endColumn']) {
    assert.ok(Number.isInteger(region[key]) && region[key] >= 1, `${key} ${region[key]}`);
  }
  assert.ok(region.endLine > region.startLine || region.endColumn >= region.startColumn);
  assert.ok(region.endLine <= lines.length);
  assert.ok(region.startColumn <= [...lines[region.startLine - 1]].length + 1);
  assert.ok(region.endColumn <= [...lines[region.endLine - 1]].length + 1);
}

/// The schema, and what GitHub shows alerts by.
function checkLog(log, folder) {
  assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3), null, 1));
  assert.equal(log.runs.length, 1);
  const [run] = log.runs;
  const rules = run.tool.driver.rules;
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length, 'rule ids are unique');
  for (const rule of rules) {
    assert.match(rule.id, /^[EWN]\d{4}$/);
    assert.ok(rule.shortDescription.text.length <= 1024 && rule.fullDescription.text.length <= 1024);
    assert.ok(rule.help.text);
  }
  assert.equal(run.columnKind, 'unicodeCodePoints');
  for (const result of run.results) {
    assert.equal(rules[result.ruleIndex].id, result.ruleId);
    assert.ok(['error', 'warning', 'note'].includes(result.level));
    assert.ok(result.message.text);
    assert.equal(result.locations.length, 1);
    assert.ok(Object.keys(result.partialFingerprints).includes('primaryLocationLineHash'));
    for (const location of [...result.locations, ...(result.relatedLocations ?? [])]) checkLocation(location, folder);
    for (const fix of result.fixes ?? []) {
      for (const change of fix.artifactChanges) {
        assert.equal(change.artifactLocation.uriBaseId, '%SRCROOT%');
        const text = readFileSync(path.join(folder, decodeURIComponent(change.artifactLocation.uri)), 'utf8');
        for (const one of change.replacements) checkRegion(one.deletedRegion, text);
      }
    }
  }
  return run.results;
}

describe('treaty check --format sarif', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'treaty-sarif-'));
    mkdirSync(path.join(folder, 'with blank'));
    cpSync(path.join(golden, 'documents'), path.join(folder, 'documents'), {recursive: true});
    cpSync(path.join(golden, 'documents'), path.join(folder, 'with blank/documents'), {recursive: true});
  });
  after(() => rmSync(folder, {recursive: true}));

  test('the schema refuses what is no SARIF', () => {
    assert.ok(!validate({version: '2.1.0', runs: [{results: [{ruleId: 1}]}]}));
  });

  test('a contract with nothing against it', () => {
    const results = checkLog(sarif(golden, 'clean.map'), golden);
    assert.equal(results.length, 0);
  });

  test('errors with several places and fixes', () => {
    const results = checkLog(sarif(golden, 'written_twice.map', 'arrow_against_map.map', 'alert_secret_in_clear.map'), golden);
    assert.ok(results.some((one) => one.relatedLocations?.length > 0));
    assert.ok(results.some((one) => one.fixes?.length > 0));
    assert.ok(results.every((one) => one.level === 'error'));
  });

  test('warnings, and messages about files that are imported', () => {
    const results = checkLog(sarif(golden, 'import_cycle.map', 'unmapped_fields.map'), golden);
    assert.ok(results.some((one) => one.level === 'warning'));
    assert.ok(results.some((one) => one.locations[0].physicalLocation.artifactLocation.uri.endsWith('.lib')));
  });

  test('every golden contract at once', () => {
    const contracts = execFileSync('ls', {cwd: golden}).toString().split('\n').filter((name) => name.endsWith('.map'));
    const results = checkLog(sarif(golden, ...contracts), golden);
    assert.ok(results.length > contracts.length / 2);
    assert.ok(new Set(results.map((one) => one.ruleId)).size > 150);
  });

  test('a name with blanks, letters beyond the Latin ones, a file that ends early', () => {
    writeFileSync(path.join(folder, 'with blank/Überprüfung №1.map'), 'contract größe 1.0.0 edition 1 "😀"\nmap 😀 -> x {   // 😀\n  id -> größe required😀');
    const results = checkLog(sarif(folder, 'with blank/Überprüfung №1.map'), folder);
    assert.ok(results.length > 0);
  });

  test('a fingerprint stays when lines move, and two of the same mistake differ', () => {
    const text = readFileSync(path.join(golden, 'written_twice.map'), 'utf8');
    writeFileSync(path.join(folder, 'one.map'), text);
    writeFileSync(path.join(folder, 'two.map'), text.replace('\nmap ', '\n\n// moved\nmap '));
    const prints = (name) => checkLog(sarif(folder, name), folder).map((one) => one.partialFingerprints.primaryLocationLineHash);
    const [before, moved] = [prints('one.map'), prints('two.map')];
    assert.equal(before.length, moved.length);
    assert.equal(new Set(before).size, before.length);
  });
});
