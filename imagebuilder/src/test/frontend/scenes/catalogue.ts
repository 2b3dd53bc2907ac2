// The steps of the wizard in which one chooses: targets, containers, profiles, packages.
import assert from 'node:assert/strict';
import { ask } from '../client';
import { targetsOf } from '../screens';
import { call, refusal } from '../story';

export async function catalogue(): Promise<void> {
  await call('the architectures of a release tell its targets', async () => {
    const architectures = await ask('getArchitectures', { distribution: 'rhel-9' });
    const targets = targetsOf(architectures, 'x86_64');
    for (const one of ['aws', 'azure', 'gcp', 'guest-image', 'image-installer', 'vsphere', 'wsl']) {
      assert.ok(targets.includes(one), `${one} is not in ${targets.join()}`);
    }
    assert.ok(architectures.every(({ repositories }) => repositories?.every(({ rhsm }) => typeof rhsm === 'boolean')));
  });
  await call('the releases are listed', async () => {
    const names = (await ask('getDistributions', {})).map(({ name }) => name);
    assert.ok(['rhel-9', 'centos-9', 'debian-13'].every((one) => names.includes(one)), names.join());
  });
  await call('bootable containers are listed for an architecture', async () => {
    const found = await ask('getDistributions', { kind: 'bootc', arch: 'x86_64' });
    assert.ok(found.length > 0);
    assert.ok(found.every((one) => 'reference' in one && one.arch === 'x86_64'));
  });
  await call('the profiles of a release are listed, and say what they ask for', async () => {
    const profiles = await ask('getOscapProfiles', { distribution: 'rhel-9' });
    const profile = profiles.find((one) => one.endsWith('_cis'));
    assert.ok(profile, profiles.join());
    const { openscap, packages } = await ask('getOscapCustomizations', { distribution: 'rhel-9', profile });
    assert.ok(openscap && 'profile_id' in openscap && openscap.profile_id === profile);
    assert.ok(packages && packages.length > 0);
  });
  await call('a policy says what it asks for', async () => {
    const policy = '8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1';
    const { packages } = await ask('getOscapCustomizationsForPolicy', { policy, distribution: 'rhel-94' });
    assert.deepEqual(packages, ['aide']);
  });
  await call('a policy that nobody knows is refused with a text for people', async () => {
    const policy = crypto.randomUUID();
    const { detail } = await refusal(() => ask('getOscapCustomizationsForPolicy', { policy, distribution: 'rhel-94' }));
    assert.ok(detail);
  });
  await call('packages are recommended', async () => {
    const { packages } = await ask('recommendPackage', {
      recommendPackageRequest: { packages: ['httpd'], recommendedPackages: 5, distribution: 'rhel9' },
    });
    assert.deepEqual(packages, ['mod_ssl']);
  });
}
