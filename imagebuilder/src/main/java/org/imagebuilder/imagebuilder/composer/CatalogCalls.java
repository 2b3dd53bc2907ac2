package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Questions to composer about what there is. Neither changes anything. */
@ApplicationScoped
class CatalogCalls {
  private static final CallRules READS =
      CallRules.within(Duration.ofSeconds(5)).madeAgain(2).leftAloneAfter(20).atOnce(50, 100);
  private static final CallRules SEARCHES =
      CallRules.within(Duration.ofSeconds(330)).leftAloneAfter(10).answeredBy(ApiException.class);

  private final CatalogClient catalog;
  private final SearchClient packages;
  private final ComposerCaller caller;
  private final Calls details;
  private final Calls search;

  @Inject
  CatalogCalls(Connections connections, ComposerConfig config, ComposerCaller caller) {
    this(
        connections.to(ComposerConfig.KEY, config).build(CatalogClient.class),
        connections
            .to(ComposerConfig.KEY, config)
            .readTimeout(config.searchReadTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .build(SearchClient.class),
        caller,
        connections.calls(ComposerConfig.KEY, config, "details", READS),
        connections.calls(ComposerConfig.KEY, config, "search", SEARCHES));
  }

  CatalogCalls(
      CatalogClient catalog,
      SearchClient packages,
      ComposerCaller caller,
      Calls details,
      Calls search) {
    this.catalog = catalog;
    this.packages = packages;
    this.caller = caller;
    this.details = details;
    this.search = search;
  }

  /** A distribution's details, or 304 if they are what the tag names. */
  Uni<TaggedReply> details(
      String name, List<String> imageTypes, List<String> architectures, Optional<String> tag) {
    return details.make(
        () ->
            caller.reply(
                () -> catalog.getDistribution(name, imageTypes, architectures, tag.orElse(null)),
                CatalogCalls::tagged,
                refusal -> new TaggedReply(refusal, Optional.empty())));
  }

  /**
   * Takes as long as a worker needs, and not again if it failed: the workers have tried. How many
   * there are at a time is the business of whoever asks.
   */
  Uni<FoundPackages> search(ObjectNode question, String fairShareKey) {
    return search.make(
        () ->
            caller.reply(
                () -> packages.search(question, fairShareKey),
                RestResponse::getEntity,
                (Function<ComposerReply, FoundPackages>)
                    refusal -> {
                      throw SearchMapper.refusal(question, refusal);
                    }));
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
