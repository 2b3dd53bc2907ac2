package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/** Packages, as composer's workers find them in a distribution's repositories. */
@ApplicationScoped
public class SearchGateway {
  private static final Logger LOG = Logger.getLogger(SearchGateway.class);

  private final CatalogCalls calls;

  SearchGateway(CatalogCalls calls) {
    this.calls = calls;
  }

  /** All packages with this text, of plain characters, in their names, in the order of these. */
  public Uni<List<FoundPackage>> search(
      Distribution distribution, Architecture architecture, String text, String organisation) {
    String glob = text.isEmpty() ? "*" : "*" + text + "*";
    ObjectNode question = SearchMapper.question(distribution, architecture, glob);
    return calls
        .search(question, FairShareKey.of(organisation))
        .onFailure(ComposerFailed.class)
        .transform(failure -> SearchMapper.refusal(question, ((ComposerFailed) failure).reply()))
        // A worker's globs may not tell small letters from capitals.
        .map(answer -> SearchMapper.found(answer, name -> name.contains(text)))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "A search for packages failed distribution=%s architecture=%s reason=%s",
                    distribution.name(), architecture.name(), failure))
        .onFailure(failure -> !(failure instanceof ApiException))
        .transform(failure -> new ApiException(ErrorCode.SEARCH_UNAVAILABLE, reason(failure)));
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case TimeoutException late -> "no worker has answered in time";
      default -> "composer does not answer";
    };
  }
}
