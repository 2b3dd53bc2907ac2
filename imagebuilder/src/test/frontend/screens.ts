// What the screens read out of answers. That this compiles is half of the test: the types say what the screens rely on.
import assert from 'node:assert/strict';
import type {
  ArchitectureItem,
  Architectures,
  BlueprintExportResponse,
  BlueprintItem,
  BlueprintResponse,
  ComposesResponseItem,
  ComposeStatus,
  ImageRequest,
  ImageStatus,
  UploadTypes,
} from './imageBuilderApi';

/** The words that each state has in the table; one that is missing would be an empty row. */
const words: { [state in ImageStatus['status']]: string } = {
  success: 'Ready',
  failure: 'Image build failed',
  pending: 'Image build is pending',
  building: 'Image build in progress',
  uploading: 'Image upload in progress',
  registering: 'Cloud registration in progress',
};

const lifetimes: { [type in UploadTypes]?: number } = { 'aws.s3': 168, 'oci.objectstorage': 168 };

/** A row of the images table. */
export function row(item: ComposesResponseItem) {
  const [request, ...others] = item.request.image_requests;
  assert.ok(request && others.length === 0, 'a compose has one image');
  const created = new Date(item.created_at);
  assert.ok(!Number.isNaN(created.getTime()) && /(Z|[+-]\d\d:\d\d)$/.test(item.created_at), item.created_at);
  return {
    name: item.image_name ?? item.id,
    release: item.request.distribution ?? item.request.bootc?.reference,
    target: request.upload_request.type,
    options: request.upload_request.options,
    architecture: request.architecture,
    type: request.image_type,
    expires: lifetimes[request.upload_request.type],
    blueprint: item.blueprint_id ?? undefined,
    version: item.blueprint_version ?? undefined,
  };
}

/** The cell with the state of an image. */
export function state(status: ComposeStatus): string {
  const image = status.image_status;
  const text = words[image.status];
  assert.ok(text, `no words for the state ${image.status}`);
  const step = image.progress?.subprogress ?? image.progress;
  return step ? `${text} ${step.done}/${step.total}` : text;
}

/** What the pop-up of a failed image says. */
export function failure(image: ImageStatus): string[] {
  const { reason, details } = image.error ?? { reason: 'unknown' };
  if (typeof details === 'string') return [reason, details];
  const nested: unknown[] = Array.isArray(details) ? details : [details];
  return [reason, ...nested.map((one) => String((one as { reason?: string } | undefined)?.reason ?? ''))];
}

/** Where a finished image can be had. */
export function link(status: ComposeStatus): string {
  const options = status.image_status.upload_status?.options;
  if (!options) return '';
  if ('url' in options) return options.url;
  if ('ami' in options) return `${options.region}/${options.ami}`;
  if ('project_id' in options) return `${options.project_id}/${options.image_name}`;
  return 'image_name' in options ? options.image_name : '';
}

/** A card in the sidebar. */
export function card(item: BlueprintItem): string {
  assert.ok(!Number.isNaN(new Date(item.last_modified_at).getTime()), item.last_modified_at);
  return `${item.name} v${item.version}: ${item.description}`;
}

/** Which form of the wizard's cloud step an image request opens; told by the options alone. */
export function cloud(request: ImageRequest): string {
  const options = request.upload_request.options;
  if ('resource_group' in options) return 'azure';
  if ('share_with_sources' in options) return 'aws by source';
  return request.upload_request.type;
}

/** What the details of a blueprint show of its policy. */
export function findings(blueprint: BlueprintResponse): string[] {
  return [...(blueprint.lint?.errors ?? []), ...(blueprint.lint?.warnings ?? [])].map((one) => one.description);
}

/** Whether each user's password field says that the password is kept. */
export function kept(blueprint: BlueprintResponse): (boolean | undefined)[] {
  return (blueprint.customizations.users ?? []).map((user) => user.hasPassword);
}

/** The targets on offer. */
export function targetsOf(architectures: Architectures, arch: ArchitectureItem['arch']): string[] {
  const found = architectures.find((one) => one.arch === arch);
  assert.ok(found, `no ${arch}`);
  return found.image_types ?? [];
}

/** What the import gives to the service that keeps repositories. */
export function repositories(exported: BlueprintExportResponse): unknown[] {
  return exported.content_sources ?? [];
}
