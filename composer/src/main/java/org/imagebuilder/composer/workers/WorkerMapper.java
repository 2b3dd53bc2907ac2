package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.databind.util.RawValue;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.imagebuilder.composer.contract.worker.model.JobStatus;
import org.imagebuilder.composer.contract.worker.model.RegisteredWorker;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.listeners.WorkerApiConfig;
import org.imagebuilder.composer.queue.LeasedJob;
import org.jspecify.annotations.Nullable;

/** Worker API in and out: the shapes of the contract on one side, our words on the other. */
@Singleton
final class WorkerMapper {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int MAX_WORDS = 64;
  private static final int MAX_TYPE_LENGTH = 128;
  private static final int MAX_WORD_LENGTH = 64;
  private static final int MAX_ARCHITECTURE_LENGTH = 32;

  /** Made by composer itself and by nobody else. */
  private static final String NOT_FOR_WORKERS = "manifest-id-only";

  private final String base;

  WorkerMapper(WorkerApiConfig config) {
    this.base = config.basePath();
  }

  /** A lease token out of a path; an ill-formed one is this error. */
  UUID token(String text, WorkerErrorCode otherwise) {
    return uuid(text).orElseThrow(otherwise::asException);
  }

  UUID workerId(String text) {
    return uuid(text).orElseThrow(WorkerErrorCode.MALFORMED_WORKER_ID::asException);
  }

  Optional<UUID> optionalWorkerId(@Nullable String text) {
    return Optional.ofNullable(text).filter(id -> !id.isEmpty()).map(this::workerId);
  }

  String architecture(@Nullable String arch) {
    if (arch == null || arch.isBlank()) {
      throw WorkerErrorCode.INVALID_CONTENT.because("arch is missing");
    }
    if (!isText(arch)) {
      throw WorkerErrorCode.INVALID_CONTENT.because("arch holds control characters");
    }
    if (arch.length() > MAX_ARCHITECTURE_LENGTH) {
      throw WorkerErrorCode.INVALID_CONTENT.because(
          "arch is longer than " + MAX_ARCHITECTURE_LENGTH + " characters");
    }
    return arch;
  }

  /** What the queue matches: types that are bound to an architecture carry it. */
  Set<String> queueTypes(@Nullable List<String> types, String architecture) {
    if (types == null) {
      throw WorkerErrorCode.INVALID_CONTENT.because("types is missing");
    }
    checkWords("types", types, MAX_TYPE_LENGTH);
    if (types.contains(NOT_FOR_WORKERS)) {
      throw WorkerErrorCode.INVALID_JOB_TYPE.asException();
    }
    Set<String> queueTypes = new LinkedHashSet<>();
    for (String type : types) {
      queueTypes.add(JobType.ofWire(type).map(known -> known.queueType(architecture)).orElse(type));
    }
    return queueTypes;
  }

  List<String> capabilities(@Nullable List<String> words) {
    if (words == null) {
      return List.of();
    }
    checkWords("capabilities", words, MAX_WORD_LENGTH);
    return words.stream().distinct().toList();
  }

  /** What an agent can do: the words that it announces, and the types that it asks for. */
  Set<String> abilities(Set<String> capabilities, List<String> types) {
    Set<String> abilities = new LinkedHashSet<>(capabilities);
    types.stream().filter(type -> JobType.ofWire(type).isPresent()).forEach(abilities::add);
    return abilities;
  }

  org.imagebuilder.composer.contract.worker.model.LeasedJob leasedJob(LeasedJob job) {
    String location = location(job.lease().token());
    var answer =
        new org.imagebuilder.composer.contract.worker.model.LeasedJob(
            base + "/jobs",
            job.id().toString(),
            "RequestJob",
            JobType.wireName(job.queueType()),
            location,
            location + "/artifacts/");
    // As they were stored: a manifest of megabytes is copied, never read.
    answer.setArgs(new RawValue(job.args()));
    if (!job.inputs().isEmpty()) {
      answer.setDynamicArgs(
          job.inputs().stream().map(input -> (Object) new RawValue(input.result())).toList());
    }
    return answer;
  }

  JobStatus jobStatus(UUID token, boolean cancelled) {
    return new JobStatus(location(token), token.toString(), "JobStatus", cancelled);
  }

  RegisteredWorker registered(Worker worker) {
    return new RegisteredWorker(base + "/workers", worker.id().toString(), "WorkerID", worker.id());
  }

  /** Where the job of this lease is reported. */
  String location(UUID token) {
    return base + "/jobs/" + token;
  }

  private static void checkWords(String member, List<String> words, int longest) {
    if (words.size() > MAX_WORDS) {
      throw WorkerErrorCode.INVALID_CONTENT.because(
          member + " has more than " + MAX_WORDS + " items");
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word == null || word.isEmpty() || word.length() > longest || !isText(word)) {
        throw WorkerErrorCode.INVALID_CONTENT.because(
            "%s[%d] is not a text of 1 to %d characters".formatted(member, i, longest));
      }
    }
  }

  /** Neither what a database cannot hold nor what forges lines of a log. */
  private static boolean isText(String word) {
    return word.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static Optional<UUID> uuid(String text) {
    // UUID.fromString takes shorter groups, too.
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
