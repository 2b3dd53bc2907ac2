package org.imagebuilder.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.LeaseState;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.DirectoryUploader;
import org.imagebuilder.agent.workspace.Reserve;

/** Looks whether this machine could work, without working. */
final class Check {

  private static final Duration VERSION = Duration.ofSeconds(20);
  private static final int LONGEST = 70;
  private static final Set<String> NEED_ROOT = Set.of("osbuild", "bootc-info-resolve");

  private final AgentConfig config;
  private final ToolRunner tools;
  private final JobTools needed;
  private final Findings findings = new Findings();

  Check(AgentConfig config) {
    this.config = config;
    this.tools = new ToolRunner(config.workDirectory());
    this.needed = new JobTools(config.tools(), tools);
  }

  /** The exit status: 0 when the agent could work. */
  int run(PrintStream out) {
    Assembly assembly = new Assembly(config, tools);
    JobHandlers handlers = assembly.handlers(new DirectoryUploader(config.workDirectory()));
    List<String> types = assembly.wanted(handlers);
    try {
      names(assembly.unknown(handlers), handlers.types());
      LaneWidths.of(config.lanes())
          .problem()
          .ifPresent(problem -> findings.fatal("agent.lanes", "less than none", problem + "."));
      tools(types);
      disk();
      memory();
      new CloudCheck(config, tools, findings).run();
      composer(assembly.arch());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
    findings.print(out);
    return findings.canWork() ? 0 : 1;
  }

  private void names(List<String> unknown, List<String> known) {
    if (!unknown.isEmpty()) {
      findings.fatal(
          "agent.job-types",
          "not known: " + String.join(", ", unknown),
          "agent.job-types has to be some of %s, without an architecture."
              .formatted(String.join(", ", known)));
    }
  }

  private void tools(List<String> types) {
    needed.always().forEach(this::expect);
    needed.of(types).forEach(this::lookFor);
    Map<String, MissingToolException> missing = needed.missing(types);
    List<String> possible = types.stream().filter(type -> !missing.containsKey(type)).toList();
    if (possible.isEmpty()) {
      findings.fatal(
          "job types",
          "none",
          "There is no job type left that this machine could run: install the tools above, or name"
              + " other types in agent.job-types.");
    } else {
      findings.fine("job types", String.join(", ", possible));
      user(possible);
    }
  }

  private void user(List<String> types) {
    String name = System.getProperty("user.name", "");
    List<String> roots = types.stream().filter(NEED_ROOT::contains).toList();
    if (!name.equals("root") && !roots.isEmpty()) {
      findings.less(
          "user",
          "%s; these jobs will fail: %s".formatted(name, String.join(", ", roots)),
          "osbuild and podman mount file systems: start the agent as root, or leave %s out of agent.job-types."
              .formatted(String.join(" and ", roots)));
    }
  }

  /** A tool that is not there is told once, with all that goes without it. */
  private void lookFor(JobTools.Tool tool, List<String> types) {
    try {
      findings.fine(tool.name(), found(tool));
    } catch (MissingToolException e) {
      String without = String.join(", ", types);
      if (config.jobTypes().isPresent()) {
        findings.fatal(
            tool.name(), "missing, though agent.job-types names " + without, sentence(e));
      } else {
        findings.less(
            tool.name(), "missing, so that this is not asked for: " + without, sentence(e));
      }
    }
  }

  private void expect(JobTools.Tool tool) {
    try {
      findings.fine(tool.name(), found(tool));
    } catch (MissingToolException e) {
      findings.fatal(tool.name(), "missing", sentence(e));
    }
  }

  private String found(JobTools.Tool tool) throws MissingToolException {
    return "%s  %s".formatted(tools.find(tool.name()), version(tool)).strip();
  }

  private static String sentence(MissingToolException lack) {
    return String.valueOf(lack.getMessage());
  }

  private String version(JobTools.Tool tool) {
    if (tool.version().isEmpty()) {
      return "";
    }
    List<String> argv = Stream.concat(Stream.of(tool.name()), tool.version().stream()).toList();
    try {
      ToolResult said = tools.run(ToolCommand.of(Path.of("/"), argv).withTimeout(VERSION));
      return Stream.concat(said.output().lines(), said.logTail().stream())
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
          .orElse("");
    } catch (ToolException e) {
      return "(%s)".formatted(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void disk() {
    Path work = config.workDirectory().toAbsolutePath().normalize();
    Path there = work;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isWritable(there)) {
      findings.fatal(
          "work directory",
          there + " cannot be written",
          "Give this user the directory %s, or set agent.work-directory to another one."
              .formatted(work));
      return;
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace() >> 20;
      String found = "%d MiB free below %s".formatted(free, work);
      if (free < config.minimumFreeMebibytes()) {
        findings.fatal(
            "disk",
            found,
            "Free %d MiB in %s, or lower agent.minimum-free-mebibytes: with less no job is taken."
                .formatted(config.minimumFreeMebibytes(), there));
      } else {
        findings.fine("disk", found);
      }
    } catch (IOException e) {
      findings.fatal("disk", "cannot be looked at: " + e.getMessage(), "Look at " + there + ".");
    }
  }

  private void memory() {
    OptionalLong available = Reserve.availableMemory();
    if (available.isEmpty()) {
      findings.fine("memory", "this machine does not say");
      return;
    }
    long mebibytes = available.getAsLong() >> 20;
    String found = mebibytes + " MiB available";
    if (mebibytes < config.minimumMemoryMebibytes()) {
      findings.fatal(
          "memory",
          found,
          "Stop something else, or lower agent.minimum-memory-mebibytes: with less than %d MiB no build is taken."
              .formatted(config.minimumMemoryMebibytes()));
    } else {
      findings.fine("memory", found);
    }
  }

  /** A question about a job that nobody has tells whether composer takes what it is shown. */
  private void composer(String arch) throws InterruptedException {
    URI url = config.composer().url();
    Lease nobodys = new Lease(UUID.randomUUID().toString(), URI.create("/"));
    try {
      ComposerConnection connection = new ComposerAccess(config).connect();
      LeaseState state = new Reports(connection, arch, List.of()).heartbeat(nobodys);
      findings.fine("composer", "%s takes this agent (%s)".formatted(url, state));
    } catch (IOException e) {
      findings.fatal("composer", url + " is not asked", e.getMessage() + ".");
    } catch (ComposerException e) {
      findings.fatal(
          "composer",
          url + " does not take this agent",
          "%s. agent.composer.url says where composer is.".formatted(e.getMessage()));
    }
  }
}
