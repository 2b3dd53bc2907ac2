// The sidebar and the wizard: blueprints are saved, opened, changed, exported, imported and deleted.
import assert from 'node:assert/strict';
import type { CreateBlueprintRequest, ImageRequest, UploadRequestOptions } from '../imageBuilderApi';
import * as bodies from '../bodies';
import { ask } from '../client';
import { comesBack } from '../compare';
import { card, cloud, findings, kept, repositories } from '../screens';
import { call, refusal } from '../story';

const readAlso = ['.id', '.lint'];

async function save(body: CreateBlueprintRequest): Promise<string> {
  const { id } = await ask('createBlueprint', { createBlueprintRequest: body });
  assert.match(id, /^[0-9a-f-]{36}$/);
  return id;
}

/** Saved, and given back as it was sent, but for what every answer has and what stands here. */
async function roundTrip(body: CreateBlueprintRequest, ...beside: string[]): Promise<string> {
  const id = await save(body);
  comesBack(body, await ask('getBlueprint', { id }), ...readAlso, ...beside);
  return id;
}

async function drafts(): Promise<void> {
  await call('a blueprint with the least that the wizard can save comes back as sent', async () => {
    await roundTrip(bodies.small());
  });
  await call('a draft with empty upload options, distribution and container comes back as sent', async () => {
    const id = await roundTrip(bodies.draft());
    const { image_requests } = await ask('getBlueprint', { id });
    assert.deepEqual(image_requests.map(cloud), ['aws', 'gcp', 'azure', 'oci.objectstorage', 'aws.s3']);
  });
  await call('one image request per target, with a content template each, comes back as sent', async () => {
    const id = await roundTrip(bodies.targets());
    const { image_requests } = await ask('getBlueprint', { id });
    assert.deepEqual(image_requests.map(cloud), ['aws', 'aws by source', 'gcp', 'azure']);
  });
  await call('advanced partitioning comes back as sent', async () => {
    await roundTrip(bodies.partitioned());
  });
  await call('members of upload options that nobody knows come back as sent', async () => {
    const options = { share_with_accounts: ['1'], zone: { b: 1, a: [null] } } as UploadRequestOptions;
    const request: ImageRequest = bodies.image('aws', { type: 'aws', options });
    await roundTrip({ ...bodies.small(bodies.fresh('unknown')), image_requests: [request] });
  });
}

async function everyStep(): Promise<void> {
  await call('a blueprint with every step filled in comes back as sent, without its passwords', async () => {
    const body = bodies.everything();
    const id = await save(body);
    const back = await ask('getBlueprint', { id });
    const users = body.customizations.users?.map(({ password, ...user }) => user) ?? [];
    comesBack(
      { ...body, customizations: { ...body.customizations, users } },
      back,
      ...readAlso,
      '.customizations.users[].hasPassword',
      '.customizations.payload_repositories[].check_repo_gpg',
    );
    assert.deepEqual(kept(back), [true, false]);
  });
  await call('what the wizard has read can be saved again as it is, and nothing is lost', async () => {
    const id = await save(bodies.everything());
    const { id: _, lint: __, ...opened } = await ask('getBlueprint', { id });
    await ask('updateBlueprint', { id, createBlueprintRequest: opened });
    comesBack(opened, await ask('getBlueprint', { id }), ...readAlso);
  });
}

async function passwords(): Promise<void> {
  const body: CreateBlueprintRequest = {
    ...bodies.small(bodies.fresh('passwords')),
    customizations: { users: [{ name: 'admin', password: 'a plain password', ssh_key: 'ssh-ed25519 AAAA' }] },
  };
  let id = '';
  await call('a user who is saved without password keeps it', async () => {
    id = await save(body);
    await ask('updateBlueprint', { id, createBlueprintRequest: { ...body, customizations: { users: [{ name: 'admin' }] } } });
    const blueprint = await ask('getBlueprint', { id });
    assert.deepEqual(blueprint.customizations.users, [{ name: 'admin', ssh_key: 'ssh-ed25519 AAAA', hasPassword: true }]);
  });
  await call('a user who is saved with an empty password loses it', async () => {
    const users = [{ name: 'admin', password: '', ssh_key: '' }];
    await ask('updateBlueprint', { id, createBlueprintRequest: { ...body, customizations: { users } } });
    assert.deepEqual(kept(await ask('getBlueprint', { id })), [false]);
  });
}

async function lists(): Promise<void> {
  const name = bodies.fresh('100% known_');
  let id = '';
  await call('a name that nobody has is free', async () => {
    assert.equal((await ask('getBlueprints', { name })).meta.count, 0);
  });
  await call('a new blueprint is in the list at once, and its name is taken', async () => {
    id = await save(bodies.small(name));
    const { data, meta } = await ask('getBlueprints', { name });
    assert.deepEqual([meta.count, data[0]?.id, data[0]?.version], [1, id, 1]);
    assert.equal(card(data[0]!), `${name} v1: `);
  });
  await call('the sidebar pages through what the search finds', async () => {
    for (let i = 0; i < 3; i++) await save(bodies.small(`${name} ${i}`));
    const first = await ask('getBlueprints', { search: name.toUpperCase(), limit: 3, offset: 0 });
    const second = await ask('getBlueprints', { search: name.toUpperCase(), limit: 3, offset: 3 });
    assert.deepEqual([first.meta.count, first.data.length, second.data.length], [4, 3, 1]);
    assert.equal(second.data[0]?.id, id);
  });
  await call('a taken name is refused with a text for people', async () => {
    const { status, detail } = await refusal(() => save(bodies.small(name)));
    assert.deepEqual([status, detail], [422, 'A blueprint with the same name already exists.']);
  });
  await call('an older version can be read', async () => {
    const changed = { ...bodies.small(name), customizations: { hostname: 'second' } };
    await ask('updateBlueprint', { id, createBlueprintRequest: changed });
    const [first, latest] = [await ask('getBlueprint', { id, version: 1 }), await ask('getBlueprint', { id })];
    assert.deepEqual([first.customizations, latest.customizations], [{}, { hostname: 'second' }]);
  });
  await call('a deleted blueprint is gone, and its name is free', async () => {
    await ask('deleteBlueprint', { id });
    assert.equal((await refusal(() => ask('getBlueprint', { id }))).detail, 'blueprint not found');
    assert.equal((await ask('getBlueprints', { name })).meta.count, 0);
  });
}

async function exchange(): Promise<void> {
  await call('an exported blueprint tells its parent and its repositories, and keeps secrets', async () => {
    const body = bodies.everything();
    const id = await save(body);
    const exported = await ask('exportBlueprint', { id });
    assert.deepEqual([exported.metadata.parent_id, exported.metadata.is_on_prem], [id, false]);
    assert.deepEqual([exported.name, exported.snapshot_date], [body.name, '2026-08-01T00:00:00Z']);
    assert.ok(!('subscription' in exported.customizations));
    assert.equal(repositories(exported).length, 1);
  });
  await call('an export can be imported with its metadata', async () => {
    const id = await save(bodies.small());
    const imported = bodies.imported(id);
    const { metadata, ...rest } = imported;
    comesBack(rest, await ask('getBlueprint', { id: await save(imported) }), ...readAlso);
  });
  await call('a file of a tool on the own machine can be imported; it has no parent', async () => {
    await save(bodies.imported(null));
  });
}

async function policy(): Promise<void> {
  await call('what a policy misses is found when the blueprint is read, and mended on request', async () => {
    const id = await save({
      ...bodies.small(bodies.fresh('policy')),
      distribution: 'rhel-94',
      customizations: { openscap: { policy_id: '8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1' } },
    });
    const found = findings(await ask('getBlueprint', { id }));
    assert.deepEqual(found, ['package aide required by policy is not present']);
    await ask('fixupBlueprint', { id });
    const mended = await ask('getBlueprint', { id });
    assert.deepEqual([findings(mended), mended.customizations.packages], [[], ['aide']]);
  });
}

export async function blueprints(): Promise<void> {
  await drafts();
  await everyStep();
  await passwords();
  await lists();
  await exchange();
  await policy();
}
