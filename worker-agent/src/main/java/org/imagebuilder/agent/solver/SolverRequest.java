package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.PackageSet;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** One question to the helper, checked; written in whichever of its languages it knows. */
final class SolverRequest {

  /** It names a directory of the cache, too. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:+-]{0,63}");

  /** Where the helper has to fetch the lists of files, for want of them in the main lists. */
  private static final List<String> WITH_FILELISTS =
      List.of("platform:f39", "platform:el7", "platform:el8", "platform:el9");

  /**
   * What the packages are for.
   *
   * @param modulePlatformId may be empty: without modules
   */
  record Platform(String modulePlatformId, String arch, String releasever) {

    Platform {
      modulePlatformId = modulePlatformId == null ? "" : modulePlatformId;
    }

    void check() throws JobErrorException {
      if (!modulePlatformId.isEmpty()) {
        word("module_platform_id", modulePlatformId);
      }
      word("arch", arch);
      word("releasever", releasever);
    }

    /** The name of its own part of the cache. */
    String directory() {
      return "%s-%s-%s".formatted(modulePlatformId, releasever, arch);
    }

    private static void word(String member, String value) throws JobErrorException {
      if (value == null || !WORD.matcher(value).matches() || value.contains("..")) {
        throw refused("%s has a form that cannot be: %s".formatted(member, value));
      }
    }
  }

  private final JsonMapper json;
  private final String command;
  private final Platform platform;
  private final Map<String, SolverRepository> repositories = new LinkedHashMap<>();
  private final ObjectNode arguments;

  private SolverRequest(JsonMapper json, String command, Platform platform)
      throws JobErrorException {
    platform.check();
    this.json = json;
    this.command = command;
    this.platform = platform;
    this.arguments = json.createObjectNode();
  }

  /** Each set is installed on top of the one before. */
  static SolverRequest depsolve(
      Platform platform, List<PackageSet> sets, String sbom, RepositoryMtls mtls, JsonMapper json)
      throws JobErrorException {
    SolverRequest request = new SolverRequest(json, "depsolve", platform);
    ArrayNode transactions = request.arguments.putArray("transactions");
    List<String> earlier = List.of();
    for (PackageSet set : sets) {
      List<String> ids = request.add(set.getRepositories(), mtls);
      if (ids.size() < earlier.size() || !ids.subList(0, earlier.size()).equals(earlier)) {
        throw refused(
            "A package set leaves out a repository of the set before it, or changes their order");
      }
      earlier = ids;
      transactions.add(request.transaction(set, ids));
    }
    if (WITH_FILELISTS.contains(platform.modulePlatformId())) {
      request.arguments.putArray("optional-metadata").add("filelists");
    }
    if (!sbom.isEmpty()) {
      if (!sbom.equals("spdx")) {
        throw refused("sbom_type is spdx or left out, not " + sbom);
      }
      request.arguments.putObject("sbom").put("type", sbom);
    }
    return request;
  }

  static SolverRequest search(
      Platform platform,
      List<String> names,
      List<RepoConfig> repositories,
      RepositoryMtls mtls,
      JsonMapper json)
      throws JobErrorException {
    SolverRequest request = new SolverRequest(json, "search", platform);
    request.add(repositories, mtls);
    checkNames("packages", names);
    ObjectNode search = request.arguments.putObject("search").put("latest", false);
    search.set("packages", json.valueToTree(names));
    return request;
  }

  Platform platform() {
    return platform;
  }

  /** By their ids, in the order in which they were named first. */
  Map<String, SolverRepository> repositories() {
    return repositories;
  }

  boolean needsSubscription() {
    return repositories.values().stream().anyMatch(SolverRepository::needsSubscription);
  }

  ObjectNode body(int api, String cache, Optional<URI> proxy, Entitlements entitlements) {
    ObjectNode body = json.createObjectNode();
    if (api > 1) {
      body.put("api_version", api);
    }
    body.put("command", command);
    if (!platform.modulePlatformId().isEmpty()) {
      body.put("module_platform_id", platform.modulePlatformId());
    }
    body.put("releasever", platform.releasever())
        .put("arch", platform.arch())
        .put("cachedir", cache);
    proxy.ifPresent(address -> body.put("proxy", address.toString()));
    ObjectNode all = arguments.deepCopy();
    ArrayNode repos = all.putArray("repos");
    repositories.values().forEach(each -> repos.add(each.request(api, entitlements, json)));
    body.set("arguments", all);
    return body;
  }

  private List<String> add(List<RepoConfig> wanted, RepositoryMtls mtls) throws JobErrorException {
    if (wanted == null || wanted.isEmpty()) {
      throw refused("There is no repository to look into");
    }
    List<String> ids = new ArrayList<>();
    for (RepoConfig each : wanted) {
      SolverRepository repository = SolverRepository.of(each, mtls, json);
      repositories.putIfAbsent(repository.id(), repository);
      ids.add(repository.id());
    }
    return ids;
  }

  private ObjectNode transaction(PackageSet set, List<String> ids) throws JobErrorException {
    checkNames("Include", set.getInclude());
    ObjectNode node = json.createObjectNode();
    node.set("package-specs", json.valueToTree(set.getInclude()));
    put(node, "exclude-specs", set.getExclude());
    put(node, "module-enable-specs", set.getEnabledModules());
    node.set("repo-ids", json.valueToTree(ids));
    return node.put("install_weak_deps", Boolean.TRUE.equals(set.getInstallWeakDeps()));
  }

  private void put(ObjectNode node, String name, List<String> values) throws JobErrorException {
    if (values != null && !values.isEmpty()) {
      checkNames(name, values);
      node.set(name, json.valueToTree(values));
    }
  }

  private static void checkNames(String member, List<String> names) throws JobErrorException {
    if (names == null || names.isEmpty()) {
      throw refused(member + " is empty; it needs at least one package");
    }
    for (String name : names) {
      if (name == null || name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
        throw refused(member + " has a name that is empty or holds control characters");
      }
    }
  }

  static JobErrorException refused(String why) {
    return JobErrorException.of(JobErrorCode.PARSING_JOB_ARGS, why);
  }
}
