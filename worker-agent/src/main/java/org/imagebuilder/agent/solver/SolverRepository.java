package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/**
 * One repository of a question.
 *
 * @param id digest of its settings: it names the repository's files in the cache, too
 */
record SolverRepository(String id, RepoConfig config) {

  /** What makes no difference to DNF. */
  private static final List<String> NOT_SETTINGS =
      List.of("id", "name", "image_type_tags", "package_sets", "priority", "enabled");

  /** Checks the repository and gives it the certificates it needs. */
  static SolverRepository of(RepoConfig wanted, RepositoryMtls mtls, JsonMapper json)
      throws JobErrorException {
    RepoConfig config = json.convertValue(wanted, RepoConfig.class);
    List<String> addresses = list(config.getBaseurls());
    for (String address : addresses) {
      RepositoryMtls.url(address);
    }
    boolean metalink = checked(config.getMetalink());
    boolean mirrorlist = checked(config.getMirrorlist());
    if (addresses.isEmpty() && !metalink && !mirrorlist) {
      throw new JobErrorException(
          JobErrorCode.INVALID_REPOSITORY_URL,
          "The repository %s has neither baseurls nor metalink nor mirrorlist"
              .formatted(text(config.getName())));
    }
    mtls.applyTo(config);
    String id = digest(settings(config, json));
    return new SolverRepository(id, config.id(id));
  }

  /** The repository in the helper's words; the older ones differ in the name of the keys. */
  ObjectNode request(int api, Entitlements entitlements, JsonMapper json) {
    ObjectNode node = json.createObjectNode().put("id", id);
    put(node, "name", config.getName());
    if (!list(config.getBaseurls()).isEmpty()) {
      node.set("baseurl", json.valueToTree(config.getBaseurls()));
    }
    put(node, "metalink", config.getMetalink());
    put(node, "mirrorlist", config.getMirrorlist());
    if (!list(config.getGpgkeys()).isEmpty()) {
      node.set(api == 1 ? "gpgkeys" : "gpgkey", json.valueToTree(config.getGpgkeys()));
    }
    put(node, "gpgcheck", config.getCheckGpg());
    put(node, "repo_gpgcheck", config.getCheckRepoGpg());
    if (config.getIgnoreSsl() != null) {
      node.put("sslverify", !config.getIgnoreSsl());
    }
    put(node, "sslcacert", config.getSslcacert());
    put(node, "sslclientkey", config.getSslclientkey());
    put(node, "sslclientcert", config.getSslclientcert());
    put(node, "metadata_expire", config.getMetadataExpire());
    put(node, "module_hotfixes", config.getModuleHotfixes());
    if (needsSubscription()) {
      node.put("rhsm", true);
      entitlements.applyTo(node);
    }
    return node;
  }

  boolean needsSubscription() {
    return Boolean.TRUE.equals(config.getRhsm());
  }

  /** What osbuild shall take along when it downloads from here; empty: nothing. */
  String secrets() {
    if (needsSubscription()) {
      return Entitlements.SECRETS;
    }
    return text(config.getSslclientkey()).isEmpty() ? "" : RepositoryMtls.SECRETS;
  }

  /** As people know it. */
  String label() {
    List<String> addresses = list(config.getBaseurls());
    String address =
        addresses.isEmpty()
            ? text(config.getMetalink()) + text(config.getMirrorlist())
            : String.join(", ", addresses);
    return "%s: %s".formatted(text(config.getName()), address);
  }

  static List<String> list(@Nullable List<String> values) {
    return values == null ? List.of() : values;
  }

  private static String settings(RepoConfig config, JsonMapper json) {
    ObjectNode settings = json.valueToTree(config);
    settings.remove(NOT_SETTINGS);
    return settings.toString();
  }

  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean checked(@Nullable String address) throws JobErrorException {
    if (text(address).isEmpty()) {
      return false;
    }
    RepositoryMtls.url(text(address));
    return true;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (!text(value).isEmpty()) {
      node.put(name, value);
    }
  }

  private static void put(ObjectNode node, String name, @Nullable Boolean value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
