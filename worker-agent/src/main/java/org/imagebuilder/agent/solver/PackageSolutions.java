package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.DepsolveArgs;
import org.imagebuilder.agent.contract.worker.model.PackageSet;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesArgs;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Solves and searches as jobs ask for it, and answers in the shapes of their results. */
public final class PackageSolutions {

  private static final String[] FULL_NAME = {"name", "epoch", "version", "release", "arch"};

  private final RpmSolver solver;
  private final JsonMapper json;

  public PackageSolutions(RpmSolver solver, JsonMapper json) {
    this.solver = solver;
    this.json = json;
  }

  public RpmSolver solver() {
    return solver;
  }

  /** Pipeline by pipeline; all of them are checked before the first one is solved. */
  public ObjectNode depsolve(DepsolveArgs args, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Map<String, List<PackageSet>> wanted = args.getGroupedPackageSets();
    if (wanted.isEmpty()) {
      throw SolverRequest.refused("grouped_package_sets is empty");
    }
    SolverRequest.Platform platform =
        new SolverRequest.Platform(
            args.getModulePlatformId(), args.getArch(), args.getReleasever());
    String sbom = args.getSbomType() == null ? "" : args.getSbomType();
    List<Map.Entry<String, SolverRequest>> requests = new ArrayList<>();
    for (Map.Entry<String, List<PackageSet>> pipeline : wanted.entrySet()) {
      List<PackageSet> sets = pipeline.getValue();
      if (sets == null || sets.isEmpty()) {
        throw SolverRequest.refused(
            "The pipeline %s has no package set".formatted(pipeline.getKey()));
      }
      requests.add(
          Map.entry(
              pipeline.getKey(),
              SolverRequest.depsolve(platform, sets, sbom, solver.mtls(), json)));
    }
    ObjectNode result = json.createObjectNode();
    for (String member : List.of("transactions", "package_specs", "repo_configs")) {
      result.putObject(member);
    }
    for (Map.Entry<String, SolverRequest> each : requests) {
      add(result, each.getKey(), each.getValue(), solver.ask(each.getValue(), directory));
    }
    return result;
  }

  /** The packages, in the spelling of search results. */
  public ArrayNode search(SearchPackagesArgs args, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    SolverRequest.Platform platform =
        new SolverRequest.Platform(
            args.getModulePlatformId(), args.getArch(), args.getReleasever());
    SolverRequest request =
        SolverRequest.search(platform, args.getPackages(), args.getRepos(), solver.mtls(), json);
    SolverPackages packages = new SolverPackages(json, request.repositories());
    List<ObjectNode> found = new ArrayList<>();
    solver.search(request, directory).forEach(said -> found.add(packages.found(said)));
    return packages.sorted(found, "Name", "Version", "Release");
  }

  private void add(ObjectNode result, String pipeline, SolverRequest request, JsonNode answer) {
    SolverPackages packages = new SolverPackages(json, request.repositories());
    List<ObjectNode> all = new ArrayList<>();
    ArrayNode transactions = result.withObjectProperty("transactions").putArray(pipeline);
    for (JsonNode said : transactions(answer)) {
      ArrayNode transaction = transactions.addArray();
      for (JsonNode each : said) {
        ObjectNode made = packages.solved(each);
        transaction.add(made);
        all.add(made);
      }
    }
    result.withObjectProperty("package_specs").set(pipeline, packages.sorted(all, FULL_NAME));
    ArrayNode configs = result.withObjectProperty("repo_configs").putArray(pipeline);
    request
        .repositories()
        .values()
        .forEach(repository -> configs.add(json.<ObjectNode>valueToTree(repository.config())));
    addModules(result, pipeline, answer.path("modules"));
    if (answer.path("sbom").isObject()) {
      ObjectNode document = result.withObjectProperty("sbom_docs").putObject(pipeline);
      document.put("type", "spdx").set("document", answer.path("sbom"));
    }
    if (answer.path("solver").isTextual()) {
      result.set("solver", answer.path("solver"));
    }
  }

  /** The older language knows no sets: everything is installed at once. */
  private Iterable<JsonNode> transactions(JsonNode answer) {
    return answer.has("transactions")
        ? answer.path("transactions")
        : List.of(answer.path("packages"));
  }

  private static void addModules(ObjectNode result, String pipeline, JsonNode modules) {
    if (!modules.isEmpty()) {
      ArrayNode list = result.withObjectProperty("modules").putArray(pipeline);
      modules.forEach(list::add);
    }
  }
}
