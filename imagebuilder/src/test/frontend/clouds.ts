// What the screens make of images in clouds; the service behind knows how each of them ended by its host name.
import assert from 'node:assert/strict';
import type { ImageRequest } from './imageBuilderApi';
import * as bodies from './bodies';
import { ask } from './client';
import { failure, link, row, state } from './screens';
import { call } from './story';

const aws = bodies.image('aws', { type: 'aws', options: { share_with_accounts: ['123456789012'] } });
const gcp = bodies.image('gcp', { type: 'gcp', options: { share_with_accounts: ['user:somebody@example.com'] } });
const azure = bodies.image('azure', {
  type: 'azure',
  options: {
    tenant_id: 'b8f86d22-4371-46ce-95e7-65c415f3b1e2',
    subscription_id: '60631143-a7dc-4d15-988b-ba83f3c99711',
    resource_group: 'images',
  },
});
const oci = bodies.image('oci', { type: 'oci.objectstorage', options: {} });
const file = bodies.image('guest-image', { type: 'aws.s3', options: {} }, { snapshot_date: '2026-08-01' });

interface Shown {
  image: ImageRequest;
  state: string;
  link?: string;
  failure?: string[];
}

const ends: { [hostname: string]: Shown } = {
  'aws-ready': { image: aws, state: 'Ready', link: 'us-east-1/ami-0c830793775595d4b' },
  'gcp-ready': { image: gcp, state: 'Ready', link: 'a-project/an-image' },
  'azure-ready': { image: azure, state: 'Ready', link: 'web' },
  'oci-ready': { image: oci, state: 'Ready', link: 'https://oci.example.com/image' },
  'aws-pending': { image: aws, state: 'Image build is pending' },
  'gcp-building': { image: gcp, state: 'Image build in progress 1/2' },
  'azure-uploading': { image: azure, state: 'Image upload in progress' },
  'aws-registering': { image: aws, state: 'Cloud registration in progress' },
  'aws-failed': { image: aws, state: 'Image build failed', failure: ['DNF error occurred: MarkingErrors', 'no package mistyped'] },
  'gcp-failed': { image: gcp, state: 'Image build failed', failure: ['uploading failed', 'no such bucket', 'gave up'] },
};

for (const [hostname, shown] of Object.entries(ends)) {
  await call(`${hostname}: ${shown.state}`, async () => {
    const { name: image_name, description, ...rest } = bodies.small(hostname);
    const body = { ...rest, image_name, client_id: 'ui' as const, image_requests: [shown.image], customizations: { hostname } };
    const { id: composeId } = await ask('composeImage', { composeRequest: body });
    const status = await ask('getComposeStatus', { composeId });
    assert.equal(state(status), shown.state);
    assert.equal(link(status), shown.link ?? '');
    if (shown.failure) assert.deepEqual(failure(status.image_status), shown.failure);
    const { data } = await ask('getComposes', { limit: 1, offset: 0 });
    assert.deepEqual(data.map(row).map(({ name, target }) => [name, target]), [[hostname, shown.image.upload_request.type]]);
  });
}
await call('images for four clouds are made of one template', async () => {
  const { id } = await ask('createBlueprint', { createBlueprintRequest: bodies.targets() });
  assert.equal((await ask('composeBlueprint', { id, body: {} })).length, 4);
});
await call('an image is made of the repositories of a day', async () => {
  const { name, description, ...rest } = bodies.small();
  await ask('composeImage', { composeRequest: { ...rest, distribution: 'rhel-9', image_requests: [file] } });
});
