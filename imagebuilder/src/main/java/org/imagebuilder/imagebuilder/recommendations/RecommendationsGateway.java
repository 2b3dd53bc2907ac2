package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.imagebuilder.imagebuilder.contract.api.model.RecommendationsResponse;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.jboss.logging.Logger;

/** The service in our words: which packages go with these. */
@ApplicationScoped
class RecommendationsGateway {
  private static final Logger LOG = Logger.getLogger(RecommendationsGateway.class);
  private static final Set<String> KNOWN = Set.of("rhel8", "rhel9", "rhel10");

  private final RecommendationsConnection connection;
  private final RecommendationsCalls calls;

  RecommendationsGateway(RecommendationsConnection connection, RecommendationsCalls calls) {
    this.connection = connection;
    this.calls = calls;
  }

  /** Takes the public contract's request, which is the service's as well. */
  Uni<RecommendationsResponse> recommend(ObjectNode request) {
    String distribution = request.path("distribution").asText();
    if (!KNOWN.contains(distribution)) {
      throw new ApiException(ErrorCode.RECOMMENDATIONS_UNSUPPORTED, distribution);
    }
    RecommendationsClient client =
        connection.client().orElseThrow(() -> new ApiException(ErrorCode.RECOMMENDATIONS_MISSING));
    ObjectNode question =
        request.deepCopy().retain(List.of("packages", "recommendedPackages", "distribution"));
    return calls
        .recommend(client, question)
        .onFailure()
        .transform(failure -> unusable(String.valueOf(failure)))
        .map(RecommendationsGateway::answer);
  }

  private static RecommendationsResponse answer(Reply reply) {
    JsonNode packages = reply.body().path("packages");
    if (!reply.isOk() || !(packages.isArray() || packages.isNull())) {
      throw unusable("status " + reply.status());
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : packages) {
      if (!name.isTextual()) {
        throw unusable("a package without a name");
      }
      names.add(name.textValue());
    }
    RecommendationsResponse response = new RecommendationsResponse();
    response.setPackages(names);
    response.setModelVersion(reply.body().path("modelVersion").textValue());
    return response;
  }

  private static ApiException unusable(String reason) {
    LOG.warnf("Recommendations gave no usable answer reason=%s", reason);
    return new ApiException(ErrorCode.RECOMMENDATIONS_FAILED);
  }
}
