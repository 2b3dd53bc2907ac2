package org.imagebuilder.agent.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each key of the predecessor's file with the agent's key that has its value. */
enum TomlKey {
  BASE_PATH("base_path", Kind.PATH_OF_URL, "agent.composer.base-path"),
  DNF_JSON("dnf-json", Kind.TEXT, "agent.tools.dnf-json"),
  DEPLOYMENT_CHANNEL("deployment_channel", Kind.WORD, "agent.deployment-channel"),
  CLEAN_STORE("clean_store", Kind.FLAG, "agent.clean-store"),
  PROXY("composer.proxy", Kind.URL, "agent.composer.proxy"),
  OAUTH_URL("authentication.oauth_url", Kind.URL, "agent.authentication.oauth-url"),
  OFFLINE_TOKEN("authentication.offline_token", Kind.TEXT, "agent.authentication.offline-token"),
  CLIENT_ID("authentication.client_id", Kind.TEXT, "agent.authentication.client-id"),
  CLIENT_SECRET("authentication.client_secret", Kind.TEXT, "agent.authentication.client-secret"),
  KOJI_TIMEOUT("koji.*.relax_timeout_factor", Kind.COUNT, "agent.koji.*.relax-timeout-factor"),
  KOJI_PRINCIPAL("koji.*.kerberos.principal", Kind.TEXT, "agent.koji.*.principal"),
  KOJI_KEYTAB("koji.*.kerberos.keytab", Kind.TEXT, "agent.koji.*.keytab"),
  GCP_CREDENTIALS("gcp.credentials", Kind.TEXT, "agent.gcp.credentials"),
  GCP_BUCKET("gcp.bucket", Kind.TEXT, "agent.gcp.bucket"),
  AZURE_CREDENTIALS("azure.credentials", Kind.TEXT, "agent.azure.credentials"),
  AZURE_UPLOAD_THREADS("azure.upload_threads", Kind.COUNT, "agent.azure.upload-threads"),
  AWS_CREDENTIALS("aws.credentials", Kind.TEXT, "agent.aws.credentials"),
  AWS_S3_CREDENTIALS("aws.s3_credentials", Kind.TEXT, "agent.aws.s3-credentials"),
  AWS_BUCKET("aws.bucket", Kind.TEXT, "agent.aws.bucket"),
  S3_CREDENTIALS("generic_s3.credentials", Kind.TEXT, "agent.generic-s3.credentials"),
  S3_ENDPOINT("generic_s3.endpoint", Kind.URL, "agent.generic-s3.endpoint"),
  S3_REGION("generic_s3.region", Kind.TEXT, "agent.generic-s3.region"),
  S3_BUCKET("generic_s3.bucket", Kind.TEXT, "agent.generic-s3.bucket"),
  S3_CA_BUNDLE("generic_s3.ca_bundle", Kind.TEXT, "agent.generic-s3.ca-bundle"),
  S3_SKIP("generic_s3.skip_ssl_verification", Kind.FLAG, "agent.generic-s3.skip-ssl-verification"),
  CONTAINER_AUTH("containers.auth_file_path", Kind.TEXT, "agent.containers.auth-file-path"),
  CONTAINER_DOMAIN("containers.domain", Kind.TEXT, "agent.containers.domain"),
  CONTAINER_PREFIX("containers.path_prefix", Kind.TEXT, "agent.containers.path-prefix"),
  CONTAINER_CERTS("containers.cert_path", Kind.TEXT, "agent.containers.cert-path"),
  CONTAINER_TLS("containers.tls_verify", Kind.FLAG, "agent.containers.tls-verify"),
  OCI_CREDENTIALS("oci.credentials", Kind.TEXT, "agent.oci.credentials"),
  EXECUTOR_TYPE("osbuild_executor.type", Kind.WORD, "agent.osbuild-executor.type"),
  EXECUTOR_PROFILE("osbuild_executor.iam_profile", Kind.TEXT, "agent.osbuild-executor.iam-profile"),
  EXECUTOR_KEY("osbuild_executor.key_name", Kind.TEXT, "agent.osbuild-executor.key-name"),
  MTLS_BASEURL("repository_mtls.baseurl", Kind.URL, "agent.repository-mtls.baseurl"),
  MTLS_CA("repository_mtls.ca", Kind.TEXT, "agent.repository-mtls.ca"),
  MTLS_KEY("repository_mtls.mtls_client_key", Kind.TEXT, "agent.repository-mtls.mtls-client-key"),
  MTLS_CERT(
      "repository_mtls.mtls_client_cert", Kind.TEXT, "agent.repository-mtls.mtls-client-cert"),
  MTLS_PROXY("repository_mtls.proxy", Kind.URL, "agent.repository-mtls.proxy"),
  CLEANUP_IMAGES(
      "bootc_info_resolve.cleanup_images", Kind.FLAG, "agent.bootc-info-resolve.cleanup-images");

  /** Stands for one segment of a key, which is the name of a host. */
  private static final String ANY = "*";

  private final String tomlKey;
  private final Kind kind;
  private final String agentKey;

  TomlKey(String tomlKey, Kind kind, String agentKey) {
    this.tomlKey = tomlKey;
    this.kind = kind;
    this.agentKey = agentKey;
  }

  static Optional<TomlKey> at(List<String> path) {
    return Arrays.stream(values()).filter(key -> key.isAt(path)).findFirst();
  }

  /** Whether some key stands below this table. */
  static boolean isTable(List<String> path) {
    return Arrays.stream(values())
        .anyMatch(
            key ->
                key.path().size() > path.size()
                    && matches(key.path().subList(0, path.size()), path));
  }

  String tomlKey() {
    return tomlKey;
  }

  private List<String> path() {
    return List.of(tomlKey.split("\\.", -1));
  }

  Kind kind() {
    return kind;
  }

  /** The agent's key with the host, where there is one. */
  String agentKey(List<String> at) {
    int any = path().indexOf(ANY);
    return any < 0 ? agentKey : agentKey.replace(ANY, '"' + at.get(any) + '"');
  }

  String agentKey() {
    return agentKey;
  }

  private boolean isAt(List<String> other) {
    return path().size() == other.size() && matches(path(), other);
  }

  private static boolean matches(List<String> pattern, List<String> path) {
    for (int i = 0; i < path.size(); i++) {
      if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
