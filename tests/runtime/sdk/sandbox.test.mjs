// The official SDK, in both of its living versions, drives the sandbox. What it parses, and how it retries, is HubSpot's own code.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';

import * as sdk13 from 'hubspot-13';
import * as sdk14 from 'hubspot-14';

async function serve(...options) {
  const child = spawn(process.env.SERVE_SANDBOX, ['token=pat-na1-test', 'index_lag_ms=0', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const url = (await lines[Symbol.asyncIterator]().next()).value;
  return { url, stop: () => child.stdin.end() };
}

function client_of(sdk, url, more = {}) {
  const Client = sdk.Client ?? sdk.default.Client;
  return new Client({ accessToken: 'pat-na1-test', basePath: url, ...more });
}

async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail('it was let through');
}

async function fault(url, wanted) {
  const answer = await fetch(`${url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(wanted) });
  assert.equal(answer.status, 201);
}

for (const [version, sdk] of [['13.5.0', sdk13], ['14.0.1', sdk14]]) {
  describe(`SDK ${version}`, () => {
    let server, hubspot;
    before(async () => {
      server = await serve('burst=0', 'search_per_second=0');
      hubspot = client_of(sdk, server.url);
    });
    after(() => server.stop());

    test('a contact is created, read, changed, archived', async () => {
      const made = await hubspot.crm.contacts.basicApi.create({ properties: { email: 'Ana@Club.example', firstname: 'Ana' }, associations: [] });
      assert.match(made.id, /^\d+$/);
      assert.equal(made.properties.email, 'ana@club.example');
      assert.ok(made.createdAt instanceof Date);
      assert.equal(made.archived, false);
      const read = await hubspot.crm.contacts.basicApi.getById('ana@club.example', ['email', 'firstname', 'no_such_property'], undefined, undefined, false, 'email');
      assert.equal(read.id, made.id);
      assert.equal(read.properties.firstname, 'Ana');
      const changed = await hubspot.crm.contacts.basicApi.update(made.id, { properties: { firstname: '' } });
      assert.ok(changed.updatedAt >= changed.createdAt);
      const cleared = await hubspot.crm.contacts.basicApi.getById(made.id, ['firstname']);
      assert.equal(cleared.properties.firstname, null);
      await hubspot.crm.contacts.basicApi.archive(made.id);
      await hubspot.crm.contacts.basicApi.archive(made.id);  // 204 again
      assert.equal((await refused(hubspot.crm.contacts.basicApi.getById(made.id))).code, 404);
      const archived = await hubspot.crm.contacts.basicApi.getById(made.id, ['email'], undefined, undefined, true);
      assert.equal(archived.archived, true);
      assert.ok(archived.archivedAt instanceof Date);
    });

    test('records are listed page by page', async () => {
      for (let i = 0; i < 3; ++i) {
        await hubspot.crm.companies.basicApi.create({ properties: { name: `Company ${i}` }, associations: [] });
      }
      const first = await hubspot.crm.companies.basicApi.getPage(2, undefined, ['name']);
      assert.equal(first.results.length, 2);
      const second = await hubspot.crm.companies.basicApi.getPage(2, first.paging.next.after, ['name']);
      assert.ok(second.results.length >= 1);
      assert.ok((await hubspot.crm.companies.getAll(undefined, undefined, ['name'])).length >= 3);
    });

    test('properties and groups', async () => {
      const group = await hubspot.crm.properties.groupsApi.create('contacts', { name: 'club', label: 'Club' });
      assert.equal(group.name, 'club');
      const wanted = { name: 'external_id', label: 'Club id', type: 'string', fieldType: 'text', groupName: 'club', hasUniqueValue: true };
      const made = await hubspot.crm.properties.coreApi.create('contacts', wanted);
      assert.equal(made.hasUniqueValue, true);
      assert.equal(made.modificationMetadata.readOnlyValue, false);
      const again = await refused(hubspot.crm.properties.coreApi.create('contacts', wanted));
      assert.equal(again.code, 409);
      assert.equal(again.body.subCategory, 'Properties.PROPERTY_WITH_NAME_EXISTS');
      const all = await hubspot.crm.properties.coreApi.getAll('contacts');
      assert.ok(all.results.some((one) => one.name === 'external_id'));
      assert.equal((await hubspot.crm.properties.coreApi.getByName('contacts', 'email')).type, 'string');
      const changed = await hubspot.crm.properties.coreApi.update('contacts', 'external_id', { label: 'Number' });
      assert.equal(changed.label, 'Number');
      assert.equal((await hubspot.crm.properties.groupsApi.getAll('contacts')).results.some((one) => one.name === 'club'), true);
    });

    test('an upsert tells new from old and each row answers for itself', async () => {
      const rows = ['a', 'b', 'c'].map((key) => ({
        id: key, idProperty: 'external_id', objectWriteTraceId: `trace-${key}`,
        properties: { external_id: key, email: key === 'b' ? 'no address' : `${key}@club.example` },
      }));
      const partly = await hubspot.crm.contacts.batchApi.upsert({ inputs: rows });
      assert.equal(partly.status, 'COMPLETE');
      assert.equal(partly.results.length, 2);
      assert.equal(partly.numErrors, 1);
      assert.deepEqual(partly.errors[0].context.objectWriteTraceId, ['trace-b']);
      assert.equal(partly.errors[0].category, 'VALIDATION_ERROR');
      assert.ok(partly.results.every((one) => one._new === true && one.objectWriteTraceId.startsWith('trace-')));
      rows[1].properties.email = 'b@club.example';
      const again = await hubspot.crm.contacts.batchApi.upsert({ inputs: rows });
      assert.equal(again.results.filter((one) => one._new).length, 1);
      assert.equal(again.numErrors, undefined);
    });

    test('one bad row without trace ids refuses the batch', async () => {
      const error = await refused(hubspot.crm.contacts.batchApi.create({
        inputs: [{ properties: { firstname: 'Kim' }, associations: [] }, { properties: { email: 'x' }, associations: [] }],
      }));
      assert.equal(error.code, 400);
      assert.match(error.body.message, /^Property values were not valid: \[\{"isValid":false/);
      assert.equal(error.body.errors[0].code, 'INVALID_EMAIL');
      assert.deepEqual(error.body.errors[0].context.propertyName, ['email']);
    });

    test('a batch read reports what is missing', async () => {
      const found = await hubspot.crm.contacts.batchApi.read({
        inputs: [{ id: 'a' }, { id: 'nobody' }], idProperty: 'external_id', properties: ['external_id'], propertiesWithHistory: [],
      });
      assert.equal(found.results[0].properties.external_id, 'a');
      assert.equal(found.numErrors, 1);
      assert.equal(found.errors[0].category, 'OBJECT_NOT_FOUND');
      assert.deepEqual(found.errors[0].context.ids, ['nobody']);
      const ids = found.results.map((one) => ({ id: one.id }));
      const updated = await hubspot.crm.contacts.batchApi.update({ inputs: [{ id: ids[0].id, properties: { lastname: 'Z' } }] });
      assert.equal(updated.results[0].properties.lastname, 'Z');
      await hubspot.crm.contacts.batchApi.archive({ inputs: ids });
    });

    test('associations, by default and with a label', async () => {
      const contact = await hubspot.crm.contacts.basicApi.create({ properties: { email: 'links@club.example' }, associations: [] });
      const company = await hubspot.crm.companies.basicApi.create({ properties: { name: 'Links' }, associations: [] });
      const v4 = hubspot.crm.associations.v4;
      await v4.basicApi.createDefault('contacts', contact.id, 'companies', company.id);
      const listed = await v4.basicApi.getPage('contacts', contact.id, 'companies');
      assert.equal(String(listed.results[0].toObjectId), company.id);
      assert.ok(listed.results[0].associationTypes.some((one) => one.typeId === 279 && one.label === null));
      const labels = await v4.schema.definitionsApi.create('contacts', 'companies', { name: 'member_of', label: 'member of', inverseLabel: 'has member' });
      assert.equal(labels.results.length, 2);
      const label = labels.results.find((one) => one.label === 'member of');
      const made = await v4.batchApi.create('contacts', 'companies', {
        inputs: [{ _from: { id: contact.id }, to: { id: company.id }, types: [{ associationCategory: label.category, associationTypeId: label.typeId }] }],
      });
      assert.deepEqual(made.results[0].labels, ['member of']);
      const read = await v4.batchApi.getPage('companies', 'contacts', { inputs: [{ id: company.id }] });
      assert.equal(read.results[0]._from.id, company.id);
      assert.deepEqual(read.results[0].to[0].associationTypes.map((one) => one.label).sort(), ['has member', null]);
      const shown = await hubspot.crm.contacts.basicApi.getById(contact.id, [], undefined, ['companies']);
      assert.equal(shown.associations.companies.results[0].id, company.id);
      const wrong = await v4.batchApi.create('contacts', 'companies', {
        inputs: [{ _from: { id: contact.id }, to: { id: '99999999' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }] }],
      }).catch((error) => error);
      assert.ok(wrong.code === 400 || wrong.numErrors === 1);
      await v4.batchApi.archive('contacts', 'companies', { inputs: [{ _from: { id: contact.id }, to: [{ id: company.id }] }] });
      assert.equal((await v4.basicApi.getPage('contacts', contact.id, 'companies')).results.length, 0);
    });

    test('search finds, sorts and pages', async () => {
      for (const name of ['Alpha', 'Beta', 'Gamma']) {
        await hubspot.crm.products.basicApi.create({ properties: { name, price: String(name.length), hs_sku: `sku-${name}` }, associations: [] });
      }
      const found = await hubspot.crm.products.searchApi.doSearch({
        filterGroups: [{ filters: [{ propertyName: 'price', operator: 'GTE', value: '5' }] }],
        sorts: ['-name'], properties: ['name', 'hs_sku'], limit: 1,
      });
      assert.equal(found.total, 2);
      assert.equal(found.results[0].properties.name, 'Gamma');
      const next = await hubspot.crm.products.searchApi.doSearch({
        filterGroups: [{ filters: [{ propertyName: 'price', operator: 'GTE', value: '5' }] }],
        sorts: ['-name'], properties: ['name'], limit: 1, after: found.paging.next.after,
      });
      assert.equal(next.results[0].properties.name, 'Alpha');
    });

    test('owners, pipelines, the account', async () => {
      const owners = await hubspot.crm.owners.ownersApi.getPage();
      assert.ok(owners.results.length > 0);
      const owner = await hubspot.crm.owners.ownersApi.getById(Number(owners.results[0].id));
      assert.equal(owner.email, owners.results[0].email);
      const pipelines = await hubspot.crm.pipelines.pipelinesApi.getAll('deals');
      assert.equal(pipelines.results[0].id, 'default');
      assert.ok(pipelines.results[0].stages.some((one) => one.id === 'closedwon' && one.metadata.isClosed === 'true'));
      const details = await (await hubspot.apiRequest({ method: 'GET', path: '/account-info/v3/details' })).json();
      assert.ok(Number.isInteger(details.portalId));
    });

    test('a custom object', async () => {
      const made = await hubspot.crm.schemas.coreApi.create({
        name: 'club', labels: { singular: 'Club', plural: 'Clubs' }, primaryDisplayProperty: 'club_name', requiredProperties: ['club_name'],
        searchableProperties: [], secondaryDisplayProperties: [], associatedObjects: ['CONTACT'],
        properties: [
          { name: 'club_name', label: 'Name', type: 'string', fieldType: 'text' },
          { name: 'club_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true },
        ],
      });
      assert.match(made.objectTypeId, /^2-\d+$/);
      assert.equal(made.labels.plural, 'Clubs');
      const upserted = await hubspot.crm.objects.batchApi.upsert(made.objectTypeId, {
        inputs: [{ id: 'k1', idProperty: 'club_key', properties: { club_name: 'One' } }],
      });
      assert.equal(upserted.results[0]._new, true);
      const read = await hubspot.crm.objects.basicApi.getById(made.fullyQualifiedName, 'k1', ['club_name'], undefined, undefined, false, 'club_key');
      assert.equal(read.properties.club_name, 'One');
      const schema = await hubspot.crm.schemas.coreApi.getById('club');
      assert.equal(schema.primaryDisplayProperty, 'club_name');
    });

    test('merging gives a new id that both old ones lead to', async () => {
      const [a, b] = await Promise.all(['Left', 'Right'].map((name) => hubspot.crm.companies.basicApi.create({ properties: { name }, associations: [] })));
      const merged = await hubspot.crm.companies.basicApi.merge({ primaryObjectId: a.id, objectIdToMerge: b.id });
      assert.ok(![a.id, b.id].includes(merged.id));
      for (const id of [a.id, b.id]) {
        assert.equal((await hubspot.crm.companies.basicApi.getById(id, ['name'])).id, merged.id);
      }
    });

    test('dated paths through apiRequest', async () => {
      const answer = await hubspot.apiRequest({ method: 'POST', path: '/crm/objects/2026-09/contacts', body: { properties: { jobtitle: 'none' } } }).catch((error) => error);
      const body = answer.body?.errors ? answer.body : await answer.json();
      assert.equal(body.errors[0].code, 'MISSING_REQUIRED_PROPERTY');
    });

    test('conflicts name the record that is there', async () => {
      const made = await hubspot.crm.contacts.basicApi.create({ properties: { email: 'twice@club.example' }, associations: [] });
      const error = await refused(hubspot.crm.contacts.basicApi.create({ properties: { email: 'TWICE@club.example' }, associations: [] }));
      assert.equal(error.code, 409);
      assert.equal(error.body.message, `Contact already exists. Existing ID: ${made.id}`);
      assert.equal(error.body.category, 'CONFLICT');
    });

    test('a wrong token is refused', async () => {
      const stranger = client_of(sdk, server.url, { accessToken: 'pat-na1-other' });
      const error = await refused(stranger.crm.contacts.basicApi.getPage());
      assert.equal(error.code, 401);
      assert.equal(error.body.category, 'INVALID_AUTHENTICATION');
    });

    test('the SDK retries on a 5xx and on the secondly limit, and on no other 429', async () => {
      const patient = client_of(sdk, server.url, { numberOfApiCallRetries: 2 });
      await fault(server.url, { path: '/owners', status: 502 });
      assert.ok((await patient.crm.owners.ownersApi.getPage()).results.length > 0);
      await fault(server.url, { path: '/contacts/search', status: 429, policy: 'SECONDLY' });
      const begun = Date.now();
      assert.ok((await patient.crm.contacts.searchApi.doSearch({ filterGroups: [], limit: 1 })).total >= 1);
      assert.ok(Date.now() - begun >= 900);
      await fault(server.url, { path: '/owners', status: 429, policy: 'DAILY' });
      const error = await refused(patient.crm.owners.ownersApi.getPage());
      assert.equal(error.body.policyName, 'DAILY');
    });

    test('a connection that is dropped after the effect leaves the record behind', async () => {
      await fault(server.url, { path: '/objects/contacts', drop: true, afterEffect: true });
      await refused(hubspot.crm.contacts.basicApi.create({ properties: { email: 'ghost@club.example' }, associations: [] }));
      assert.equal((await hubspot.crm.contacts.basicApi.getById('ghost@club.example', [], undefined, undefined, false, 'email')).archived, false);
    });
  });
}

test('budgets are counted and answered in HubSpot\'s words', async () => {
  const server = await serve('burst=3', 'search_per_second=2');
  const hubspot = client_of(sdk14, server.url);
  const answers = [];
  for (let i = 0; i < 3; ++i) {
    answers.push(await hubspot.apiRequest({ method: 'GET', path: '/crm/v3/owners' }));
  }
  assert.equal(answers[2].headers.get('X-HubSpot-RateLimit-Max'), '3');
  assert.equal(answers[2].headers.get('X-HubSpot-RateLimit-Remaining'), '0');
  const over = await refused(hubspot.crm.owners.ownersApi.getPage());
  assert.equal(over.code, 429);
  assert.equal(over.body.policyName, 'TEN_SECONDLY_ROLLING');
  assert.equal(over.body.message, 'You have reached your ten_secondly_rolling limit.');
  assert.equal(over.body.errorType, 'RATE_LIMIT');
  server.stop();
});
