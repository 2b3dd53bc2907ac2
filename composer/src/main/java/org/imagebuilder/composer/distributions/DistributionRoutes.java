package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.errors.ErrorResource;
import org.imagebuilder.composer.listeners.DocumentAnswer;
import org.jboss.logging.Logger;

/**
 * GET of all distributions and of a single one. Routes by hand, since the answers are documents
 * that are made once, known by their tags, and sent compressed or in pieces.
 */
@Singleton
final class DistributionRoutes {
  private static final Logger LOG = Logger.getLogger(DistributionRoutes.class);
  private static final String PATH = ErrorResource.BASE + "/distributions";
  private static final int BEFORE_RESOURCES = -10;
  private static final String JSON = "application/json";

  private final DistributionCatalog catalog;
  private final DistributionsConfig config;
  private final ErrorMapper errors;
  private final Uni<DocumentAnswer> list;
  private final Uni<JsonNode> partitionTables;

  DistributionRoutes(DistributionCatalog catalog, DistributionsConfig config, ErrorMapper errors) {
    this.catalog = catalog;
    this.config = config;
    this.errors = errors;
    this.list = onWorker(Uni.createFrom().item(this::makeList)).memoize().indefinitely();
    this.partitionTables =
        onWorker(Uni.createFrom().item(() -> DataFiles.json("partition-tables")))
            .memoize()
            .indefinitely();
  }

  void install(@Observes Router router) {
    for (Route route : List.of(router.get(PATH), router.head(PATH))) {
      route.order(BEFORE_RESOURCES).handler(request -> answer(request, list));
    }
    String single = PATH + "/:distro";
    for (Route route : List.of(router.get(single), router.head(single))) {
      route.order(BEFORE_RESOURCES).handler(request -> answer(request, details(request)));
    }
  }

  private void answer(RoutingContext request, Uni<DocumentAnswer> document) {
    Context context = Vertx.currentContext();
    document
        .emitOn(then -> context.runOnContext(ignored -> then.run()))
        .subscribe()
        .with(
            found ->
                found
                    .send(request.request())
                    // The caller hung up: half a document must not look like a whole one.
                    .onFailure(broken -> request.request().connection().close()),
            failure -> errors.end(request, failure));
  }

  private Uni<DocumentAnswer> details(RoutingContext request) {
    return partitionTables.map(
        tables -> {
          String name = request.pathParam("distro");
          Set<String> imageTypes = values(request, "image_type");
          Set<String> architectures = values(request, "architecture");
          Distribution distribution =
              catalog
                  .find(name)
                  .orElseThrow(
                      () ->
                          ErrorCode.UNSUPPORTED_DISTRIBUTION
                              .because("distro: '" + name + "' is not known here")
                              .withStatus(404));
          JsonNode tree =
              new DistributionDetails(distribution, tables)
                  .tree(imageTypes, architectures, PATH + "/" + distribution.name());
          return DocumentAnswer.of(JSON, JsonText.of(tree) + "\n");
        });
  }

  private static Set<String> values(RoutingContext request, String parameter) {
    List<String> values = request.queryParam(parameter);
    if (values.contains("")) {
      throw ErrorCode.VALIDATION_FAILED.because(
          parameter + ": is empty, give a name or leave it out");
    }
    return new LinkedHashSet<>(values);
  }

  /** With a catalogue of its own, so that families nobody asks for do not stay in memory. */
  private DocumentAnswer makeList() {
    long start = System.nanoTime();
    DistributionList all = new DistributionList(new DistributionCatalog(config));
    DocumentAnswer document = DocumentAnswer.of(JSON, all::writeTo);
    LOG.debugf(
        "List of distributions made milliseconds=%d bytes=%d",
        (System.nanoTime() - start) / 1_000_000, document.compressedSize());
    return document;
  }

  private static <T> Uni<T> onWorker(Uni<T> work) {
    return work.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
