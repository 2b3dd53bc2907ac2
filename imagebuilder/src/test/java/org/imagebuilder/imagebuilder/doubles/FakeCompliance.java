package org.imagebuilder.imagebuilder.doubles;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.doubles.StandIn.Answer;
import org.imagebuilder.imagebuilder.doubles.StandIn.Call;
import org.jspecify.annotations.Nullable;

/** A compliance service with the policies that a test puts into it. */
public final class FakeCompliance implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile(
          "/policies/([0-9a-f-]{36})(/tailorings(?:/(\\d+)/tailoring_file\\.(json|toml))?)?");
  private static final Pattern FILTER = Pattern.compile("os_minor_version=(\\d+)");
  private static final Pattern CREATION = Pattern.compile("\\{\"os_minor_version\":(\\d+)}");
  private static final Answer NOT_FOUND =
      new Answer(404, "{\"errors\":[\"V2::Policy not found\"]}");

  private record Policy(String profile, String major) {}

  private record Tailoring(String file, String blueprint) {}

  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  private final Map<String, Tailoring> tailorings = new ConcurrentHashMap<>();
  private final Map<String, Tailoring> newOnes = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});
  private final StandIn server = StandIn.start(this::answer);

  /** The server below, for its moods and for what was called. */
  public StandIn server() {
    return server;
  }

  /** A policy for a major release, on top of a profile. */
  public void policy(UUID id, String profile, int major) {
    policies.put(id.toString(), new Policy(profile, String.valueOf(major)));
  }

  /** What it says of the policy's tailoring for a minor release; an empty file is no content. */
  public void tailoring(UUID id, int minor, String file, String blueprint) {
    tailorings.put(id + "/" + minor, new Tailoring(file, blueprint));
  }

  /** What a tailoring says that somebody has made; without this the policy takes no new ones. */
  public void takesTailorings(UUID id, String blueprint) {
    newOnes.put(id.toString(), new Tailoring("{}", blueprint));
  }

  /** Whether the policy has a tailoring for the minor release. */
  public boolean knows(UUID id, int minor) {
    return tailorings.containsKey(id + "/" + minor);
  }

  /** Does this before it answers the next call. */
  public void meanwhile(Runnable something) {
    first.set(something);
  }

  /** Answers so where the path ends so, from now on. */
  public void answer(String ending, int status, String body) {
    answers.put(ending, new Answer(status, body));
  }

  /** Empty and well again. */
  public void reset() {
    policies.clear();
    tailorings.clear();
    newOnes.clear();
    answers.clear();
    first.set(() -> {});
    server.calm();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Call call) {
    first.getAndSet(() -> {}).run();
    if (call.identity() == null) {
      return new Answer(401, "{\"errors\":[\"who?\"]}");
    }
    if (!"application/json".equals(call.mediaType())) {
      return new Answer(415, "{\"errors\":[\"what?\"]}");
    }
    for (Map.Entry<String, Answer> prepared : answers.entrySet()) {
      if (call.path().endsWith(prepared.getKey())) {
        return prepared.getValue();
      }
    }
    Matcher path = PATH.matcher(call.path());
    Policy policy = path.matches() ? policies.get(path.group(1)) : null;
    if (policy == null) {
      return NOT_FOUND;
    }
    if (path.group(3) != null) {
      return file(tailorings.get(path.group(1) + "/" + path.group(3)), path.group(4));
    }
    if (path.group(2) == null) {
      return Answer.ok(
          "{\"data\":{\"id\":\"%s\",\"ref_id\":\"%s\",\"os_major_version\":%s}}"
              .formatted(path.group(1), policy.profile(), policy.major()));
    }
    return call.method().equals("POST") ? create(path.group(1), call) : list(path.group(1), call);
  }

  private static Answer file(@Nullable Tailoring tailoring, String form) {
    if (tailoring == null) {
      return NOT_FOUND;
    }
    if (form.equals("toml")) {
      return Answer.ok(tailoring.blueprint());
    }
    return tailoring.file().isEmpty() ? new Answer(204, "") : Answer.ok(tailoring.file());
  }

  private Answer list(String policy, Call call) {
    Matcher filter = FILTER.matcher(call.parameter("filter"));
    if (!filter.matches()) {
      return new Answer(422, "{\"errors\":[\"which?\"]}");
    }
    boolean known = tailorings.containsKey(policy + "/" + filter.group(1));
    return Answer.ok(known ? "{\"data\":[{\"id\":\"t\"}]}" : "{\"data\":[]}");
  }

  private Answer create(String policy, Call call) {
    Matcher creation = CREATION.matcher(call.body());
    Tailoring fresh = newOnes.get(policy);
    if (!creation.matches() || fresh == null) {
      return new Answer(406, "{\"errors\":[\"Unsupported OS minor version\"]}");
    }
    tailorings.put(policy + "/" + creation.group(1), fresh);
    return new Answer(201, "{\"data\":{\"id\":\"t\"}}");
  }
}
