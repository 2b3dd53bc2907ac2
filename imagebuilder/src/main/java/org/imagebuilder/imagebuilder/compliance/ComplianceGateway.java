package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.jboss.logging.Logger;

/**
 * The compliance service in our words. Whatever goes wrong there ends as an error of the catalogue.
 */
@ApplicationScoped
class ComplianceGateway {
  private static final Logger LOG = Logger.getLogger(ComplianceGateway.class);
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;

  private final ComplianceCalls calls;
  private final ComplianceConfig config;

  ComplianceGateway(ComplianceCalls calls, ComplianceConfig config) {
    this.calls = calls;
    this.config = config;
  }

  /** Whether there is such a service at all. */
  boolean configured() {
    return config.url().isPresent();
  }

  /** The policy with its tailoring for the release. */
  Uni<TailoredPolicy> tailored(UUID policy, RhelVersion version, Identity caller) {
    return answered(policy, calls.policy(caller.header(), policy))
        .map(reply -> profileOf(policy, version, reply))
        .chain(
            profile ->
                answered(policy, calls.tailoringFile(caller.header(), policy, version.minor()))
                    .map(reply -> tailoring(policy, version, reply))
                    .map(tailoring -> new TailoredPolicy(policy, profile, tailoring)));
  }

  /**
   * What the policy asks of an image of the minor release; none if it knows no such release. A
   * policy learns of a release by a tailoring, which is made first if it is missing and wanted.
   */
  Uni<Optional<ObjectNode>> required(UUID policy, int minor, boolean learn, Identity caller) {
    return answered(policy, calls.tailorings(caller.header(), policy, minor))
        .chain(
            reply -> {
              if (reply.status() == NOT_FOUND) {
                return Uni.createFrom().item(Optional.<ObjectNode>empty());
              }
              if (!reply.isOk() || !reply.body().path("data").isArray()) {
                throw unusable("tailorings with status " + reply.status());
              }
              if (!reply.body().path("data").isEmpty()) {
                return blueprint(policy, minor, caller);
              }
              return learn
                  ? answered(policy, calls.createTailoring(caller.header(), policy, minor))
                      .chain(created -> created(created, policy, minor, caller))
                  : Uni.createFrom().item(Optional.<ObjectNode>empty());
            });
  }

  // A refusal says that the policy is for another major, or that somebody else was quicker.
  private Uni<Optional<ObjectNode>> created(Reply reply, UUID policy, int minor, Identity caller) {
    if (reply.status() != CREATED) {
      LOG.infof("A tailoring was not made policyId=%s status=%s", policy, reply.status());
    }
    return blueprint(policy, minor, caller);
  }

  private Uni<Optional<ObjectNode>> blueprint(UUID policy, int minor, Identity caller) {
    return answered(policy, calls.blueprint(caller.header(), policy, minor))
        .map(
            reply -> {
              if (reply.status() == NOT_FOUND) {
                return Optional.empty();
              }
              if (!reply.isOk()) {
                throw unusable("a blueprint with status " + reply.status());
              }
              return Optional.of(customizations(reply.text()));
            });
  }

  private static ObjectNode customizations(String toml) {
    try {
      return TailoringBlueprint.customizations(toml);
    } catch (JsonProcessingException failure) {
      throw unusable("a blueprint that is no TOML");
    }
  }

  private static String profileOf(UUID policy, RhelVersion version, Reply reply) {
    if (reply.status() == NOT_FOUND) {
      throw new ApiException(ErrorCode.COMPLIANCE_POLICY_UNKNOWN, policy);
    }
    JsonNode data = reply.body().path("data");
    String profile = data.path("ref_id").asText("");
    int major = data.path("os_major_version").asInt();
    if (!reply.isOk() || profile.isEmpty() || major == 0) {
      throw unusable("a policy with status " + reply.status());
    }
    if (major != version.major()) {
      throw new ApiException(ErrorCode.COMPLIANCE_MAJOR_UNSUPPORTED, policy, version.major());
    }
    return profile;
  }

  private static Optional<String> tailoring(UUID policy, RhelVersion version, Reply reply) {
    if (reply.status() == NOT_FOUND) {
      throw new ApiException(
          ErrorCode.COMPLIANCE_TAILORING_MISSING, policy, version.major(), version.minor());
    }
    boolean empty = reply.isOk() && (reply.text().isBlank() || isEmptyObject(reply.body()));
    if (empty || reply.status() == NO_CONTENT) {
      return Optional.empty();
    }
    // It becomes a file of the image: somebody's error page must not.
    if (!reply.isOk() || !reply.body().isObject()) {
      throw unusable("a tailoring with status " + reply.status());
    }
    return Optional.of(reply.text());
  }

  private static boolean isEmptyObject(JsonNode body) {
    return body.isObject() && body.isEmpty();
  }

  private static Uni<Reply> answered(UUID policy, Uni<Reply> call) {
    return call.onFailure()
        .transform(failure -> unusable(String.valueOf(failure)))
        .invoke(
            reply -> {
              if (reply.isForbidden()) {
                throw new ApiException(ErrorCode.COMPLIANCE_FORBIDDEN, policy);
              }
            });
  }

  private static ApiException unusable(String reason) {
    LOG.warnf("Compliance gave no usable answer reason=%s", reason);
    return new ApiException(ErrorCode.COMPLIANCE_FAILED);
  }
}
