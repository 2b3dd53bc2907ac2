// Everything that the web interface does with the service, in one go.
import assert from 'node:assert/strict';
import { called } from './client';
import { sent } from './emptyApi';
import { imageBuilderApi } from './imageBuilderApi';
import { blueprints } from './scenes/blueprints';
import { catalogue } from './scenes/catalogue';
import { composes } from './scenes/composes';
import { call } from './story';

// Generated, and of no use to the web interface.
const unused = [
  'deleteCompose',
  'getComposeMetadata',
  'getDistribution',
  'getOpenapiJson',
  'getPackages',
  'getQuota',
  'getReadiness',
  'getVersion',
];

// The table of images is empty before.
await composes();
await blueprints();
await catalogue();

await call('every operation that the web interface uses was called', async () => {
  const missing = Object.keys(imageBuilderApi.endpoints).filter((one) => !called.has(one) && !unused.includes(one));
  assert.deepEqual(missing, []);
});
await call('every body was sent as JSON, without more words', async () => {
  const others = sent.filter(({ mediaType }) => mediaType !== null && mediaType !== 'application/json');
  assert.deepEqual(others, []);
});
