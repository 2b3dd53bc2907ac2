package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.jobs.DebianManifestJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.RpmManifestJob;

/** Plans requests as the service does, with the same ids, seed and time whenever it is asked. */
final class Planning {
  static final long SEED = 42;
  static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final ComposePlanner PLANNER = new ComposePlanner(new DistributionCatalog());
  private static final ObjectMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private Planning() {}

  static JobPlan plan(ComposeRequests request) {
    return plan(request, false);
  }

  static JobPlan plan(ComposeRequests request, boolean onlyOldWorkers) {
    AtomicLong ids = new AtomicLong();
    Draft draft = new Draft(() -> new UUID(0, ids.incrementAndGet()), SEED, NOW, onlyOldWorkers);
    return PLANNER.plan(RequestMapper.read(CHECK.accepted(request.tree())), draft);
  }

  /** The refusal of a request that cannot be planned. */
  static ApiException refusal(ComposeRequests request) {
    return catchThrowableOfType(ApiException.class, () -> plan(request));
  }

  static DebianManifestJob debian(ComposeRequests request) {
    return (DebianManifestJob) plan(request).jobs().getFirst().args();
  }

  static RpmManifestJob rpm(ComposeRequests request) {
    return (RpmManifestJob) plan(request).jobs().getFirst().args();
  }

  static JsonNode json(Object args) {
    return JSON.valueToTree(args);
  }
}
