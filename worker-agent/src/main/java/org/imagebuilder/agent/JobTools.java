package org.imagebuilder.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imagebuilder.agent.debian.DebianTools;
import org.imagebuilder.agent.tools.DepsolveDnf;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** Which programs the job types cannot do without. Types that are not listed need none. */
final class JobTools {

  /** For whatever runs a tool, see its keeper. */
  private static final List<Tool> ALWAYS =
      List.of(
          new Tool("sh", List.of()),
          new Tool("grep", List.of("--version")),
          new Tool("setsid", List.of("--version")),
          new Tool("setpriv", List.of("--version")));

  private final ToolRunner tools;
  private final Map<String, List<Tool>> byType = new TreeMap<>();

  /**
   * A program.
   *
   * @param name to be found on the PATH, or a path
   * @param version arguments that make it say its version; empty: it cannot
   */
  record Tool(String name, List<String> version) {}

  JobTools(AgentConfig.Tools configured, ToolRunner tools) {
    this.tools = tools;
    Tool imageBuilder = new Tool(configured.imageBuilder(), List.of("--version"));
    byType.put("rpm-manifest", List.of(imageBuilder));
    byType.put("image-builder-manifest", List.of(imageBuilder));
    byType.put("osbuild", List.of(new Tool(configured.osbuild(), List.of("--version"))));
    String solver = new DepsolveDnf(tools, configured.dnfJson(), System.getenv()).program();
    byType.put("depsolve", List.of(new Tool(solver, List.of())));
    byType.put("search-packages", List.of(new Tool(solver, List.of())));
    byType.put("bootc-info-resolve", List.of(new Tool(configured.podman(), List.of("--version"))));
    List<Tool> debian =
        DebianTools.programs().stream().map(name -> new Tool(name, List.of("--version"))).toList();
    List<Tool> koji =
        List.of(
            new Tool(configured.kinit(), List.of()),
            new Tool(configured.curl(), List.of("--version")));
    byType.put("koji-init", koji);
    byType.put("koji-finalize", koji);
    byType.put("debian-manifest", debian);
    byType.put("debian-image", debian);
    byType.put("debian-search", debian);
  }

  /** The tools without which no job runs. */
  List<Tool> always() {
    return ALWAYS;
  }

  /** The tools of these types, each once, with the types that need it. */
  Map<Tool, List<String>> of(List<String> types) {
    Map<Tool, List<String>> all = new LinkedHashMap<>();
    for (String type : types) {
      for (Tool tool : byType.getOrDefault(type, List.of())) {
        all.computeIfAbsent(tool, it -> new ArrayList<>()).add(type);
      }
    }
    return all;
  }

  /** The types that cannot be run here, with what they lack. */
  Map<String, MissingToolException> missing(List<String> types) {
    // Many types need the same tools, and each is looked for in every directory of the PATH.
    Map<Tool, Optional<MissingToolException>> lacks = new HashMap<>();
    Map<String, MissingToolException> missing = new TreeMap<>();
    for (String type : types) {
      Stream.concat(ALWAYS.stream(), byType.getOrDefault(type, List.of()).stream())
          .flatMap(tool -> lacks.computeIfAbsent(tool, this::lack).stream())
          .findFirst()
          .ifPresent(lack -> missing.put(type, lack));
    }
    return missing;
  }

  private Optional<MissingToolException> lack(Tool tool) {
    try {
      tools.find(tool.name());
      return Optional.empty();
    } catch (MissingToolException e) {
      return Optional.of(e);
    }
  }
}
