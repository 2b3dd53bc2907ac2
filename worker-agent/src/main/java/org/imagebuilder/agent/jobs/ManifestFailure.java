package org.imagebuilder.agent.jobs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.solver.SolverFailure;
import org.imagebuilder.agent.tools.ToolResult;

/** Reads image-builder's error output, which is meant for people, as numbered errors. */
final class ManifestFailure {

  private static final Pattern SOLVER =
      Pattern.compile("DNF error occurred: (\\w+): ?(.*)", Pattern.DOTALL);

  /** Versions that do not know their own number are not found out before. */
  private static final Pattern UNKNOWN_FLAG =
      Pattern.compile("error: unknown (?:flag|command):? \"?(-*[\\w-]+)");

  private record Rule(Pattern pattern, JobErrorCode code) {}

  /** The first one that matches anywhere counts. */
  private static final List<Rule> RULES =
      List.of(
          rule(
              "This system does not have any valid subscriptions", JobErrorCode.SOLVER_CALL_FAILED),
          rule(
              "invalid ostree |ostree image ref looks like|Invalid ostree ref or commit",
              JobErrorCode.OSTREE_REF_INVALID),
          rule(
              "ostree parent ref specified, but no URL|ostree URL .* is invalid",
              JobErrorCode.OSTREE_PARAMS_INVALID),
          rule("error resolving ostree commit for ", JobErrorCode.OSTREE_REF_RESOLUTION),
          rule("failed to resolve container: ", JobErrorCode.CONTAINER_RESOLUTION));

  private static final Pattern BOOTC =
      Pattern.compile(
          "(running|mounting|inspecting|reading) .*container failed|failed to run bootc"
              + "|requested bootc arch");

  private ManifestFailure() {}

  static JobError of(ToolResult result, boolean bootc) {
    String log = String.join("\n", result.logTail());
    Matcher solver = SOLVER.matcher(log);
    if (solver.find()) {
      String kind = solver.group(1);
      return JobErrors.of(SolverFailure.code(kind), "DNF error occurred: " + kind)
          .details(solver.group(2).strip());
    }
    Matcher flag = UNKNOWN_FLAG.matcher(log);
    if (flag.find()) {
      return JobErrors.of(
          JobErrorCode.INVALID_CONFIG,
          "The worker's image-builder is too old: it does not know " + flag.group(1));
    }
    return JobErrors.of(code(log, result, bootc), message(log, result));
  }

  private static JobErrorCode code(String log, ToolResult result, boolean bootc) {
    for (Rule rule : RULES) {
      if (rule.pattern().matcher(log).find()) {
        return rule.code();
      }
    }
    if (bootc && BOOTC.matcher(log).find()) {
      return JobErrorCode.BOOTC_INFO_RESOLVE;
    }
    return result.exitCode() > 128
        ? JobErrorCode.SOLVER_CALL_FAILED
        : JobErrorCode.MANIFEST_GENERATION;
  }

  /** Warnings may end without a newline, so the error can begin in the middle of a line. */
  private static String message(String log, ToolResult result) {
    int error = log.indexOf("error: ");
    if (error >= 0) {
      return log.substring(error + "error: ".length()).strip();
    }
    int panic = log.indexOf("panic: ");
    if (panic >= 0) {
      return log.substring(panic).lines().findFirst().orElse("");
    }
    String last = result.logTail().isEmpty() ? "" : result.logTail().getLast();
    return "image-builder ended with status %d. %s".formatted(result.exitCode(), last).strip();
  }

  private static Rule rule(String pattern, JobErrorCode code) {
    return new Rule(Pattern.compile(pattern), code);
  }
}
