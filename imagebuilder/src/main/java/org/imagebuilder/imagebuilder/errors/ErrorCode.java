package org.imagebuilder.imagebuilder.errors;

/** Every refusal of the public API: its status, and its sentence where that is fixed. */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "%s"),
  UNKNOWN_OPERATION(400, "no matching operation was found"),
  BODY_MISSING(400, "request body has an error: value is required but missing"),
  BODY_MEDIA_TYPE(
      400, "request body has an error: header Content-Type has unexpected value \"%s\""),
  BODY_UNREADABLE(400, "request body has an error: failed to decode request body: %s"),
  BODY_INVALID(400, "request body has an error: doesn't match schema #/components/schemas/%s: %s"),
  BODY_PART_INVALID(400, "request body has an error: doesn't match schema: Error at \"%s\": %s"),
  BODY_TOO_LARGE(413, "request body is larger than %s bytes"),
  BODY_CHARSET(415, "request must be json-encoded"),
  HEADERS_TOO_LARGE(431, "request header fields are too large"),
  METHOD_NOT_ALLOWED(405, "method not allowed"),
  NOT_FOUND(404, "Not Found"),
  TOO_MANY_CALLS(
      429,
      "too many %s: %s per %s seconds are allowed for an organization; try again in %s seconds"),

  FEDORA_IDENTITY_MISSING(400, "Missing identity header"),
  ACCOUNT_TYPE_UNSUPPORTED(400, "unsupported account type: '%s'"),

  DISTRIBUTION_MISSING(400, "either distribution or bootc needs to be set"),
  DISTRIBUTION_AND_BOOTC(400, "either distribution or bootc needs to be set, but not both"),
  DISTRIBUTION_UNAVAILABLE(400, "distribution not available"),
  DISTRIBUTION_FORBIDDEN(403, "This account's organization is not authorized to build %s images"),
  DISTRIBUTION_NOT_FOUND(404, "distribution '%s' not found"),
  DISTRIBUTION_BOOTC_ONLY(
      400, "distribution details are only available for package mode distributions"),
  DISTRIBUTION_UNKNOWN_TO_COMPOSER(404, "%s"),
  DETAILS_REFUSED(400, "%s"),
  DETAILS_FAILED(500, "Failed to get distribution details (code %s): %s"),
  DETAILS_UNREACHABLE(500, "Failed to get distribution details"),
  DETAILS_UNREADABLE(500, "Failed to decode distribution details"),
  REPOSITORIES_UNKNOWN(
      400, "No repositories are configured for %s on %s: the addresses of %s are not known"),
  SEARCH_REFUSED(400, "search: %s"),
  SEARCH_FAILED(500, "Failed to search packages: %s"),
  SEARCH_UNAVAILABLE(503, "Packages cannot be searched now: %s"),
  SEARCH_SLOW(
      503,
      "The package search takes longer than %s seconds and goes on; ask again to see what it finds"),
  ARCHITECTURE_UNSUPPORTED(400, "Architecture not supported"),
  IMAGE_TYPE_UNSUPPORTED(400, "Image type %s is not available for distribution %s on %s"),
  BOOTC_PAYLOAD_NOT_ISO(400, "iso_payload_reference must not be set for non-ISO bootc image types"),
  BOOTC_REFERENCE_UNKNOWN(400, "bootc reference '%s' not found"),
  BOOTC_PAYLOAD_UNKNOWN(
      400, "bootc reference '%s' not found or iso payload reference '%s' not in its allowed list"),

  QUOTA_EXCEEDED(403, "Quota of %s builds per %s days exceeded for user"),
  UPLOAD_TYPE_MISMATCH(400, "Invalid image type for upload target"),
  UPLOAD_OPTIONS_UNREADABLE(400, "Unable to parse upload request options as %s options"),
  UPLOAD_OPTION_INVALID(400, "upload_request.options.%s is '%s' and has to be %s"),
  UPLOAD_WITHOUT_ACCOUNTS(400, "Expected at least one source or account to share the image with"),
  UPLOAD_SOURCES_TOO_MANY(400, "An image can be shared with at most %s sources"),
  UPLOAD_SOURCE_UNRESOLVED(400, "Unable to request source: %s"),
  UPLOAD_SOURCE_UNREADABLE(500, "Unable to resolve source: %s"),
  UPLOAD_SOURCE_WITHOUT_ACCOUNT(400, "Unable to resolve source %s to an aws account id"),
  PROVISIONING_MISSING(
      400, "Unable to request source: %s, for the provisioning service is not configured here"),
  UPLOAD_WITHOUT_TENANT(400, "Request must contain tenant and subscription ids."),
  SIZE_EXCEEDED(400, "Total %s image size cannot exceed %s bytes"),
  SNAPSHOT_AND_TEMPLATE(
      400, "Either a snapshot date or content template can be specified, but not both"),
  SNAPSHOT_DATE_UNREADABLE(
      400,
      "Snapshot date %s is not in DateOnly (yyyy-mm-dd) or RFC3339 (yyyy-mm-ddThh:mm:ssZ) format"),
  CONTENT_SOURCES_MISSING(
      400, "%s needs the content-sources service, which is not configured here"),
  CONTENT_SOURCES_FAILED(500, "The content-sources service gave no usable answer, try again later"),
  CONTENT_FORBIDDEN(
      403,
      "user is not authorized - please check your 'Repositories viewer' or 'Content Template viewer' permissions"),
  CONTENT_TEMPLATE_UNKNOWN(400, "Content template %s does not exist"),
  FEATURE_OFF(400, "Feature %s not enabled"),
  COMPLIANCE_MISSING(
      400, "Compliance policies need the compliance service, which is not configured here"),
  COMPLIANCE_NEEDS_PACKAGES(
      400, "Compliance policies are available for package mode images only, not for bootc"),
  COMPLIANCE_FORBIDDEN(
      403, "User is not authorized to get compliance data for given policy ID (%s)"),
  COMPLIANCE_POLICY_UNKNOWN(400, "Compliance policy (%s) does not exist"),
  COMPLIANCE_MAJOR_UNSUPPORTED(
      400, "Compliance policy (%s) does not support requested major version %s"),
  COMPLIANCE_TAILORING_MISSING(
      400, "Compliance policy (%s) does not have tailoring for RHEL %s, minor version %s"),
  COMPLIANCE_FAILED(
      500,
      "Unable to build customizations: the compliance service gave no usable answer, try again later"),
  CONTENT_TEMPLATE_EMPTY(400, "Content template %s has no snapshots of repositories"),
  TEMPLATE_NEEDS_RHEL(
      400, "Only systems of a RHEL release can be registered with a content template, not %s"),
  SNAPSHOTS_UNSUPPORTED(
      400, "%s: %s is built from the builders' own mirror, of which nobody keeps snapshots"),
  SNAPSHOT_MISSING(400, "Repository %s has no snapshot for %s"),
  SNAPSHOT_WITHOUT_ADDRESS(
      400,
      "snapshot_date: repository %s has no address of its own, so nobody keeps snapshots of it"),
  SNAPSHOTTING_DISABLED(400, "Repository %s (id: %s) has snapshotting disabled"),
  REPOSITORY_WITHOUT_ADDRESS(
      400, "customizations.%s: repository %s has no address, and content-sources knows none"),
  CUSTOMIZATION_INVALID(400, "%s"),

  RECOMMENDATIONS_UNSUPPORTED(400, "unsupported distribution \"%s\""),
  RECOMMENDATIONS_MISSING(
      400,
      "Package recommendations need the recommendations service, which is not configured here"),
  RECOMMENDATIONS_FAILED(500, "The recommendations service gave no usable answer, try again later"),

  OSCAP_NO_PROFILES(400, "no profile for the specified distribution"),
  OSCAP_PROFILE_UNKNOWN(400, "profile %s is not available for distribution %s"),
  VERSION_UNKNOWN(400, "unable to get major and minor version for distribution"),
  TAILORING_UNKNOWN(404, "tailorings for a policy not found"),
  SNAPSHOT_FAILED(500, "Failed to build compliance snapshots"),
  FIXUP_WITHOUT_DISTRIBUTION(
      400, "fixing up blueprints is only available for package mode blueprints"),
  FIXUP_SNAPSHOT_FAILED(500, "Failed to build compliance snapshots during fixup"),

  BLUEPRINT_NOT_FOUND(404, "blueprint not found"),
  BLUEPRINT_VERSION_INVALID(400, "Invalid version number"),
  BODY_ID_INVALID(400, "cannot parse request body: %s: '%s' is no uuid"),

  PAGE_TOO_LONG(400, "the composes of this page are more than %s MB, ask for fewer by limit"),
  COMPOSE_NOT_FOUND(404, "Compose entry %s not found compose entry not found"),
  COMPOSE_TO_DELETE_NOT_FOUND(404, "compose entry not found"),
  COMPOSE_UNKNOWN_TO_COMPOSER(404, "%s"),
  OSTREE_REPOSITORY(400, "Error resolving OSTree repo"),
  COMPOSER_REFUSED_REPOSITORY(400, "%s"),
  COMPOSER_REFUSED(400, "%s"),
  COMPOSER_FAILED(500, "Failed posting compose request to osbuild-composer%s"),
  COMPOSER_NOT_READY(500, "Failed to contact osbuild-composer: %s"),
  STATUS_REFUSED(500, "Failed querying compose status (code %s)"),
  STATUS_UNREACHABLE(500, "Failed to get compose status from client"),
  STATUS_UNREADABLE(500, "Failed to decode compose status"),
  METADATA_REFUSED(500, "Failed querying compose metadata"),
  INTERNAL(500, "Internal Server Error"),
  UNAVAILABLE(503, "service is temporarily unavailable");

  private final int status;
  private final String sentence;

  ErrorCode(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  public int status() {
    return status;
  }

  /** The sentence with its gaps filled in. */
  public String detail(Object... arguments) {
    return String.format(sentence, arguments);
  }
}
