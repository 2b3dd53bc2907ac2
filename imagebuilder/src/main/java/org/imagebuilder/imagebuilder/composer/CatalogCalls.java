package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Questions to composer about what there is. Neither changes anything. */
@ApplicationScoped
class CatalogCalls {
  private final CatalogClient catalog;
  private final SearchClient packages;
  private final ComposerCaller caller;

  @Inject
  CatalogCalls(Connections connections, ComposerConfig config, ComposerCaller caller) {
    this(
        connections.to(ComposerConfig.KEY, config).build(CatalogClient.class),
        connections
            .to(ComposerConfig.KEY, config)
            .readTimeout(config.searchReadTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .build(SearchClient.class),
        caller);
  }

  CatalogCalls(CatalogClient catalog, SearchClient packages, ComposerCaller caller) {
    this.catalog = catalog;
    this.packages = packages;
    this.caller = caller;
  }

  /** A distribution's details, or 304 if they are what the tag names. */
  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 2, delay = 100, jitter = 50)
  @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 50, waitingTaskQueue = 100)
  Uni<TaggedReply> details(
      String name, List<String> imageTypes, List<String> architectures, Optional<String> tag) {
    return caller.reply(
        () -> catalog.getDistribution(name, imageTypes, architectures, tag.orElse(null)),
        CatalogCalls::tagged,
        refusal -> new TaggedReply(refusal, Optional.empty()));
  }

  /**
   * Takes as long as a worker needs, and not again if it failed: the workers have tried. How many
   * there are at a time is the business of whoever asks.
   */
  @Timeout(value = 330, unit = ChronoUnit.SECONDS)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.6,
      delay = 3000,
      skipOn = ApiException.class)
  Uni<FoundPackages> search(ObjectNode question, String fairShareKey) {
    return caller.reply(
        () -> packages.search(question, fairShareKey),
        RestResponse::getEntity,
        (Function<ComposerReply, FoundPackages>)
            refusal -> {
              throw SearchMapper.refusal(question, refusal);
            });
  }

  private static TaggedReply tagged(RestResponse<ObjectNode> response) {
    @Nullable JsonNode body = response.getEntity();
    return new TaggedReply(
        new ComposerReply(
            response.getStatus(),
            body == null ? MissingNode.getInstance() : body,
            String.valueOf(body)),
        Optional.ofNullable(response.getHeaderString(HttpHeaders.ETAG)));
  }
}
