// What the wizard sends, in all the forms that it has. The generated types must fit without a cast.
import type {
  CreateBlueprintRequest,
  CustomRepository,
  Directory,
  Disk,
  File,
  ImageRequest,
  Locale,
  Module,
  Repository,
  Services,
  Subscription,
  Timezone,
  UploadRequest,
  User,
} from './imageBuilderApi';

const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ==\n-----END PGP PUBLIC KEY BLOCK-----';

/** Text as the wizard puts it into files. */
export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

const firstBoot: File[] = [
  {
    path: '/etc/systemd/system/custom-first-boot.service',
    data: base64('[Service]\nExecStart=/usr/local/sbin/custom-first-boot\n'),
    data_encoding: 'base64',
    ensure_parents: true,
  },
  {
    path: '/usr/local/sbin/custom-first-boot',
    data: base64('#!/bin/bash\necho "größer" > /root/was-here\n'),
    data_encoding: 'base64',
    mode: '0774',
    ensure_parents: true,
  },
];
const satellite: File[] = [
  {
    path: '/etc/systemd/system/register-satellite.service',
    data: base64('[Service]\nExecStart=/usr/local/sbin/register-satellite\n'),
    data_encoding: 'base64',
    ensure_parents: true,
  },
  {
    path: '/usr/local/sbin/register-satellite',
    data: base64("#!/bin/bash\ncurl 'https://satellite.example.com/register'\n"),
    data_encoding: 'base64',
    mode: '0774',
    ensure_parents: true,
  },
];
const services: Services = {
  enabled: ['custom-first-boot', 'register-satellite', 'sshd'],
  disabled: ['cups'],
  masked: ['rpcbind'],
};

const customRepositories: CustomRepository[] = [
  {
    id: '9cf1d45d-aa06-46fe-87ea-121845cc6bbb',
    name: 'Uploaded by hand',
    check_gpg: false,
    check_repo_gpg: false,
  },
  {
    id: 'dbad4dfc-1547-45f8-b5af-1d7fec0476c6',
    name: 'Tools',
    baseurl: ['https://repository.example.com/tools/9/x86_64/'],
    gpgkey: [key],
    check_gpg: true,
    check_repo_gpg: false,
    module_hotfixes: false,
  },
];
const payloadRepositories: Repository[] = [
  { id: '9cf1d45d-aa06-46fe-87ea-121845cc6bbb', rhsm: false, check_gpg: false },
  {
    id: 'dbad4dfc-1547-45f8-b5af-1d7fec0476c6',
    baseurl: 'https://repository.example.com/tools/9/x86_64/',
    rhsm: false,
    gpgkey: key,
    check_gpg: true,
    check_repo_gpg: false,
    module_hotfixes: false,
  },
];

const subscription: Subscription = {
  'activation-key': 'servers',
  organization: 5066733,
  'server-url': 'subscription.rhsm.redhat.com',
  'base-url': 'https://cdn.redhat.com/',
  insights: true,
  rhc: true,
  insights_client_proxy: 'http://proxy.example.com:3128',
};
const users: User[] = [
  { name: 'admin', password: 'a plain password', ssh_key: 'ssh-ed25519 AAAA admin', groups: ['wheel'] },
  { name: 'guest' },
];
const timezone: Timezone = { timezone: 'Europe/Berlin', ntpservers: ['0.pool.ntp.org'] };
const locale: Locale = { languages: ['de_DE.UTF-8'], keyboard: 'de' };
const modules: Module[] = [{ name: 'nodejs', stream: '20' }];
const directories: Directory[] = [{ path: '/srv/data', mode: '0750', user: 'root', group: 0, ensure_parents: true }];

/** One image request. */
export function image(type: ImageRequest['image_type'], upload: UploadRequest, more: Partial<ImageRequest> = {}): ImageRequest {
  return { architecture: 'x86_64', image_type: type, upload_request: upload, ...more };
}

const toS3: UploadRequest = { type: 'aws.s3', options: {} };

/** A name that no other blueprint has. */
export function fresh(text: string): string {
  return `${text} ${crypto.randomUUID()}`;
}

/** The smallest that the wizard can save. */
export function small(name = fresh('small')): CreateBlueprintRequest {
  return {
    name,
    description: '',
    distribution: 'centos-9',
    image_requests: [image('guest-image', toS3)],
    customizations: {},
  };
}

/** Every step of the wizard filled in, for RHEL in package mode. */
export function everything(): CreateBlueprintRequest {
  return {
    name: fresh('everything'),
    description: 'Every step filled in',
    distribution: 'rhel-9',
    image_requests: [image('guest-image', toS3, { snapshot_date: '2026-08-01T00:00:00Z', size: 21474836480 })],
    customizations: {
      packages: ['vim-enhanced', '@development', '@Server with GUI'],
      enabled_modules: modules,
      custom_repositories: customRepositories,
      payload_repositories: payloadRepositories,
      subscription,
      files: [...firstBoot, ...satellite],
      directories,
      services,
      users,
      groups: [{ name: 'operators', gid: 1500 }],
      timezone,
      locale,
      hostname: 'web-1',
      kernel: { name: 'kernel', append: 'console=ttyS0 nosmt=force' },
      firewall: { ports: ['22:tcp', '60000-61000:udp'], services: { enabled: ['ssh'], disabled: ['telnet'] } },
      filesystem: [
        { mountpoint: '/', min_size: 10737418240 },
        { mountpoint: '/var', min_size: 1073741824 },
      ],
      partitioning_mode: 'auto-lvm',
      fips: { enabled: true },
      cacerts: { pem_certs: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'] },
      aap_registration: {
        ansible_callback_url: 'https://aap.example.com/api/controller/v2/job_templates/9/callback/',
        host_config_key: 'a key',
        skip_tls_verification: true,
      },
      openscap: {
        profile_id: 'xccdf_org.ssgproject.content_profile_cis',
        profile_name: 'CIS',
        profile_description: 'The benchmark',
      },
    },
  };
}

/** Advanced partitioning. */
export function partitioned(): CreateBlueprintRequest {
  const disk: Disk = {
    type: 'gpt',
    minsize: '20 GiB',
    partitions: [
      { type: 'plain', fs_type: 'ext4', mountpoint: '/data', minsize: '1 GiB' },
      { type: 'plain', fs_type: 'swap', minsize: '1 GiB' },
      {
        type: 'lvm',
        name: 'system',
        minsize: '10 GiB',
        logical_volumes: [{ name: 'root', fs_type: 'xfs', mountpoint: '/', minsize: '5 GiB' }],
      },
    ],
  };
  return { ...small(fresh('partitioned')), customizations: { disk } };
}

/** Clouds chosen, their accounts not filled in yet; the image's distribution and its container both say what it is. */
export function draft(): CreateBlueprintRequest {
  return {
    name: fresh('draft'),
    description: 'To be continued',
    distribution: 'rhel-10',
    bootc: { reference: 'registry.redhat.io/rhel10/rhel-bootc:latest' },
    image_requests: [
      image('aws', { type: 'aws', options: {} }),
      image('gcp', { type: 'gcp', options: {} }),
      image('azure', { type: 'azure', options: { resource_group: '' } }),
      image('oci', { type: 'oci.objectstorage', options: {} }),
      image('guest-image', toS3),
    ],
    customizations: {},
  };
}

/** One for each target, all with the same template. */
export function targets(): CreateBlueprintRequest {
  const template: Partial<ImageRequest> = {
    content_template: 'd8a2f1a0-9d0e-4b0c-8b8e-2a86b1c5f3aa',
    content_template_name: 'Servers',
  };
  return {
    name: fresh('targets'),
    description: 'To many clouds',
    distribution: 'rhel-9',
    image_requests: [
      image('aws', { type: 'aws', options: { share_with_accounts: ['123456789012'] } }, template),
      image('aws', { type: 'aws', options: { share_with_sources: ['473980'] } }, template),
      image('gcp', { type: 'gcp', options: { share_with_accounts: ['user:somebody@example.com'] } }, template),
      image(
        'azure',
        {
          type: 'azure',
          options: {
            tenant_id: 'b8f86d22-4371-46ce-95e7-65c415f3b1e2',
            subscription_id: '60631143-a7dc-4d15-988b-ba83f3c99711',
            resource_group: 'images',
            image_name: 'web',
            hyper_v_generation: 'V2',
          },
        },
        template,
      ),
    ],
    customizations: { packages: ['httpd'] },
  };
}

/** Three images at once, all from one file's worth of settings. */
export function three(): CreateBlueprintRequest {
  return {
    name: fresh('three'),
    description: 'Three images',
    distribution: 'centos-9',
    image_requests: [image('guest-image', toS3), image('vsphere', toS3), image('image-installer', toS3)],
    customizations: { packages: ['vim-enhanced'], hostname: 'three' },
  };
}

/** One that somebody has exported, or made with the tool on his own machine. */
export function imported(parent: string | null): CreateBlueprintRequest {
  return {
    ...small(fresh('imported')),
    metadata: { parent_id: parent, exported_at: '2026-08-20 12:34:56.789 +0000 UTC', is_on_prem: parent === null },
  };
}
