package org.imagebuilder.agent.debian;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;

/** Lets apt choose the packages that a set of names needs on an empty system. */
final class PackageSolver {

  private static final int MAX_REASON = 400;

  /**
   * @param packages sorted by name
   * @param log what apt said
   */
  record Solution(List<DebianPackage> packages, List<String> log) {

    Solution {
      packages = List.copyOf(packages);
      log = List.copyOf(log);
    }
  }

  private final AptDirectory apt;

  PackageSolver(AptDirectory apt) {
    this.apt = apt;
  }

  /** The lists must be there and locked. */
  Solution solve(List<String> names) throws JobErrorException, ToolException, InterruptedException {
    refuseExpressions(names);
    List<String> arguments = new ArrayList<>(List.of("install", "--print-uris", "-q", "-y", "--"));
    arguments.addAll(names);
    ToolResult result = apt.run("apt-get", arguments);
    if (!result.succeeded()) {
      throw refusal(AptMessages.of(result));
    }
    List<PrintedUri> uris = uris(result);
    if (uris.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.SOLVER_ERROR, "apt named no file to install", AptMessages.of(result));
    }
    List<String> log = AptMessages.of(result);
    return new Solution(describe(uris), log);
  }

  /**
   * apt would take an unknown name with a dot for an expression and install whatever it matches.
   */
  private void refuseExpressions(List<String> names)
      throws JobErrorException, ToolException, InterruptedException {
    List<String> dotted =
        names.stream().filter(name -> name.indexOf('.') >= 0 && name.indexOf('=') < 0).toList();
    if (dotted.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("pkgnames", "--"));
    List<String> known = apt.run("apt-cache", arguments).output().lines().toList();
    List<String> unknown = dotted.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw unknown(unknown, List.of());
    }
  }

  private static List<PrintedUri> uris(ToolResult result) throws JobErrorException {
    List<PrintedUri> uris = new ArrayList<>();
    for (String line : result.output().lines().filter(l -> l.startsWith("'")).toList()) {
      Optional<PrintedUri> uri = PrintedUri.parse(line);
      if (uri.isEmpty()) {
        throw new JobErrorException(
            JobErrorCode.REPOSITORY_ERROR,
            "A repository gives no SHA256 checksum for " + line.split("'", 3)[1]);
      }
      uris.add(uri.get());
    }
    return uris;
  }

  private List<DebianPackage> describe(List<PrintedUri> uris)
      throws JobErrorException, ToolException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("show", "--"));
    uris.forEach(uri -> arguments.add(uri.nameAndVersion()));
    ToolResult shown = apt.run("apt-cache", arguments);
    Map<String, Deb822> bySum = new HashMap<>();
    Deb822.parse(shown.output())
        .forEach(paragraph -> bySum.putIfAbsent(paragraph.value("SHA256"), paragraph));
    List<DebianPackage> packages = new ArrayList<>();
    for (PrintedUri uri : uris) {
      Deb822 paragraph = bySum.get(uri.sha256());
      if (paragraph == null) {
        throw new JobErrorException(
            JobErrorCode.REPOSITORY_ERROR,
            "A repository does not describe its package %s with a SHA256 checksum"
                .formatted(uri.nameAndVersion()),
            shown.logTail());
      }
      packages.add(describe(uri, paragraph));
    }
    packages.sort(
        Comparator.comparing(DebianPackage::getName).thenComparing(DebianPackage::getArchitecture));
    return packages;
  }

  private static DebianPackage describe(PrintedUri uri, Deb822 paragraph) {
    return new DebianPackage()
        .name(paragraph.value("Package"))
        .version(paragraph.value("Version"))
        .architecture(paragraph.value("Architecture"))
        .url(uri.url())
        .filename(uri.filename())
        .size(uri.size())
        .sha256(uri.sha256())
        .md5(paragraph.field("MD5sum").orElse("0".repeat(32)))
        .essential(paragraph.value("Essential").equals("yes"));
  }

  private static JobErrorException refusal(List<String> said) {
    List<String> unknown = AptMessages.unknownPackages(said);
    if (!unknown.isEmpty()) {
      return unknown(unknown, said);
    }
    List<String> conflicts = AptMessages.conflicts(said);
    String why = conflicts.isEmpty() ? AptMessages.first(said) : String.join("; ", conflicts);
    return new JobErrorException(
        JobErrorCode.DEPSOLVE_ERROR,
        "The packages cannot be installed together: "
            + (why.length() <= MAX_REASON ? why : why.substring(0, MAX_REASON) + "…"),
        said);
  }

  private static JobErrorException unknown(List<String> names, List<String> said) {
    String reason =
        "No repository has the package%s %s"
            .formatted(names.size() == 1 ? "" : "s", String.join(", ", names));
    return said.isEmpty()
        ? new JobErrorException(JobErrorCode.MARKING_ERRORS, reason)
        : new JobErrorException(JobErrorCode.MARKING_ERRORS, reason, said);
  }
}
