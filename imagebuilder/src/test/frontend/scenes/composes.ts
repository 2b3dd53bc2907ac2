// "Build images" and the images table.
import assert from 'node:assert/strict';
import type { ImageTypes } from '../imageBuilderApi';
import * as bodies from '../bodies';
import { ask } from '../client';
import { sent } from '../emptyApi';
import { link, row, state } from '../screens';
import { call, refusal, until } from '../story';

const edge: ImageTypes[] = ['rhel-edge-commit', 'rhel-edge-installer', 'edge-commit', 'edge-installer'];
const body = bodies.three();
let blueprint = '';
let built: string[] = [];

async function build(): Promise<void> {
  await call('a blueprint with three image requests becomes three composes', async () => {
    blueprint = (await ask('createBlueprint', { createBlueprintRequest: body })).id;
    built = (await ask('composeBlueprint', { id: blueprint, body: {} })).map(({ id }) => id);
    assert.equal(new Set(built).size, 3);
  });
  await call('the new composes are in the table at once, each with one image', async () => {
    const { data, meta } = await ask('getComposes', { limit: 10, offset: 0, ignoreImageTypes: edge });
    assert.equal(meta.count, 3);
    assert.deepEqual(new Set(data.map(({ id }) => id)), new Set(built));
    const rows = data.map(row);
    assert.deepEqual(new Set(rows.map(({ type }) => type)), new Set(body.image_requests.map((one) => one.image_type)));
    for (const one of rows) {
      assert.deepEqual([one.name, one.release, one.blueprint, one.version], [body.name, body.distribution, blueprint, 1]);
    }
    assert.deepEqual(new Set(data.map(({ client_id }) => client_id)), new Set(['ui']));
    assert.match(sent.at(-1)!.url, /(ignoreImageTypes=[a-z-]+&?){4}$/);
  });
  await call('a page of the table says how many there are in all', async () => {
    const { data, meta } = await ask('getComposes', { limit: 2, offset: 2, ignoreImageTypes: edge });
    assert.deepEqual([data.length, meta.count], [1, 3]);
  });
  await call('image types that are not wanted are left out', async () => {
    const { meta } = await ask('getComposes', { limit: 10, offset: 0, ignoreImageTypes: ['vsphere', 'image-installer'] });
    assert.equal(meta.count, 1);
  });
}

async function ofBlueprint(): Promise<void> {
  await call('only the chosen image types of a blueprint are built', async () => {
    const chosen = await ask('composeBlueprint', { id: blueprint, body: { image_types: ['guest-image'] } });
    assert.equal(chosen.length, 1);
    const { meta } = await ask('getBlueprintComposes', { id: blueprint, limit: 10, offset: 0 });
    assert.equal(meta.count, 4);
  });
  await call('the latest version alone has no composes after a change', async () => {
    await ask('updateBlueprint', { id: blueprint, createBlueprintRequest: { ...body, description: 'Changed' } });
    const latest = await ask('getBlueprintComposes', { id: blueprint, limit: 10, offset: 0, blueprintVersion: -1 });
    const all = await ask('getBlueprintComposes', { id: blueprint, limit: 10, offset: 0 });
    assert.deepEqual([latest.meta.count, all.meta.count], [0, 4]);
    assert.ok(all.data.map(row).every((one) => one.version === 1));
  });
}

async function watch(): Promise<void> {
  await call('every image has a state that the table has words for', async () => {
    for (const composeId of built) state(await ask('getComposeStatus', { composeId }));
  });
  await call('an image that is done has a link', async () => {
    const [composeId] = built;
    const done = await until(
      () => ask('getComposeStatus', { composeId: composeId! }),
      (status) => ['success', 'failure'].includes(status.image_status.status),
    );
    assert.equal(state(done).split(' ')[0], 'Ready', JSON.stringify(done.image_status));
    assert.match(link(done), /^https?:/);
    assert.equal((await fetch(link(done))).status, 200);
  });
  await call('an unknown compose is refused with a text for people', async () => {
    const { status, detail } = await refusal(() => ask('getComposeStatus', { composeId: crypto.randomUUID() }));
    assert.equal(status, 404);
    assert.ok(detail);
  });
  await call('a compose without blueprint is accepted, too', async () => {
    const { name, description, ...rest } = bodies.small();
    const { id } = await ask('composeImage', { composeRequest: { ...rest, image_name: 'alone', client_id: 'ui' } });
    const { request } = await ask('getComposeStatus', { composeId: id });
    assert.deepEqual([request.image_name, request.client_id], ['alone', 'ui']);
  });
}

export async function composes(): Promise<void> {
  await build();
  await ofBlueprint();
  await watch();
}
