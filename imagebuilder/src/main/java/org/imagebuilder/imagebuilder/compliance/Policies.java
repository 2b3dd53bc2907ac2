package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.features.Feature;
import org.imagebuilder.imagebuilder.features.Features;
import org.imagebuilder.imagebuilder.identity.Identity;

/**
 * Compliance policies, for whoever orders composes or keeps blueprints. A blueprint's body is the
 * public contract's: a distribution's name and customizations, both of which may be absent.
 */
@ApplicationScoped
public class Policies {
  private static final String NO_TAILORING =
      "Compliance policy does not have a definition for the latest minor version";

  private static final String NO_ANSWER =
      "the compliance service gave no usable answer, try again later";

  /** Who reads a blueprint wants the blueprint. */
  private static final Duration PATIENCE_OF_READERS = Duration.ofSeconds(4);

  private final ComplianceGateway compliance;
  private final DistributionCatalog catalog;
  private final Features features;

  Policies(ComplianceGateway compliance, DistributionCatalog catalog, Features features) {
    this.compliance = compliance;
    this.catalog = catalog;
    this.features = features;
  }

  /**
   * The policy that an image of the distribution is to be hardened by; none if none is asked for.
   */
  public Uni<Optional<TailoredPolicy>> forCompose(
      JsonNode customizations, Optional<Distribution> distribution, Identity caller) {
    return deferred(
        () -> {
          Optional<UUID> policy = PolicyReference.in(customizations);
          if (policy.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
          }
          features.require(Feature.COMPLIANCE_POLICIES);
          requireService();
          Distribution known =
              distribution.orElseThrow(() -> new ApiException(ErrorCode.COMPLIANCE_NEEDS_PACKAGES));
          return compliance.tailored(policy.get(), version(known), caller).map(Optional::of);
        });
  }

  /** What the policy asks of an image of the distribution. */
  public Uni<ObjectNode> required(UUID policy, String distribution, Identity caller) {
    return deferred(
        () -> {
          RhelVersion version = version(catalog.usable(distribution, caller));
          requireService();
          return compliance
              .required(policy, version.minor(), true, caller)
              .map(found -> found.orElseThrow(Policies::noTailoring));
        });
  }

  /** What to keep beside a blueprint that is being saved, so that later changes can be told. */
  public Uni<Optional<ObjectNode>> snapshot(ObjectNode blueprint, Identity caller) {
    return deferred(
        () -> {
          JsonNode openscap = customizations(blueprint).path("openscap");
          if (!blueprint.hasNonNull("distribution") || !openscap.isObject()) {
            return Uni.createFrom().item(Optional.empty());
          }
          Optional<UUID> policy = PolicyReference.in(customizations(blueprint));
          if (policy.isEmpty()) {
            return Uni.createFrom()
                .item(Optional.of(PolicySnapshot.ofProfile(openscap.deepCopy())));
          }
          RhelVersion version = version(distribution(blueprint, caller));
          requireService();
          return compliance
              .required(policy.get(), version.minor(), true, caller)
              .map(found -> found.orElseThrow(() -> noTailoring(policy.get(), version)))
              .map(found -> Optional.of(PolicySnapshot.of(policy.get(), found)))
              .onFailure(Policies::isOutage)
              .transform(failure -> new ApiException(ErrorCode.SNAPSHOT_FAILED));
        });
  }

  /**
   * Where a stored blueprint falls short of its policy. It never fails because of the policy: what
   * cannot be found out is told among the findings, and the blueprint stays readable.
   */
  public Uni<Findings> lint(ObjectNode blueprint, JsonNode snapshots, Identity caller) {
    Optional<UUID> policy = PolicyReference.inStored(customizations(blueprint));
    if (policy.isEmpty() || !blueprint.hasNonNull("distribution")) {
      return Uni.createFrom().item(Findings.none());
    }
    RhelVersion version;
    try {
      version = version(distribution(blueprint, caller));
    } catch (ApiException refusal) {
      return Uni.createFrom().item(Findings.error(refusal.detail()));
    }
    return deferred(
            () -> {
              requireService();
              // Who only reads leaves nothing behind at another service.
              return compliance.required(policy.get(), version.minor(), false, caller);
            })
        .map(
            found ->
                found
                    .map(required -> compared(blueprint, required, snapshots, policy.get()))
                    .orElseGet(() -> Findings.error(NO_TAILORING)))
        .ifNoItem()
        .after(PATIENCE_OF_READERS)
        .recoverWithItem(() -> unchecked(NO_ANSWER))
        .onFailure(ApiException.class)
        .recoverWithItem(failure -> unchecked(reason((ApiException) failure)));
  }

  /** The blueprint's customizations with all that its policy asks for added. */
  public Uni<ObjectNode> mended(ObjectNode blueprint, Identity caller) {
    return deferred(
        () -> {
          if (!blueprint.hasNonNull("distribution")) {
            throw new ApiException(ErrorCode.FIXUP_WITHOUT_DISTRIBUTION);
          }
          ObjectNode customizations = customizations(blueprint);
          Optional<UUID> policy = PolicyReference.inStored(customizations);
          if (policy.isEmpty()) {
            return Uni.createFrom().item(customizations.deepCopy());
          }
          RhelVersion version = version(distribution(blueprint, caller));
          requireService();
          return compliance
              .required(policy.get(), version.minor(), true, caller)
              .map(found -> found.orElseThrow(Policies::noTailoring))
              .map(required -> PolicyFixup.mended(customizations, required))
              .onFailure(Policies::isOutage)
              .transform(failure -> new ApiException(ErrorCode.FIXUP_SNAPSHOT_FAILED));
        });
  }

  private static Findings unchecked(String reason) {
    return Findings.warning("the policy could not be checked: " + reason);
  }

  private static String reason(ApiException refusal) {
    return refusal.code() == ErrorCode.COMPLIANCE_FAILED ? NO_ANSWER : refusal.detail();
  }

  private static Findings compared(
      ObjectNode blueprint, ObjectNode required, JsonNode snapshots, UUID policy) {
    return PolicyLint.of(
        customizations(blueprint), required, PolicySnapshot.customizations(snapshots, policy));
  }

  private Distribution distribution(ObjectNode blueprint, Identity caller) {
    return catalog.usable(blueprint.path("distribution").asText(), caller);
  }

  private static RhelVersion version(Distribution distribution) {
    return RhelVersion.ofName(distribution.name())
        .orElseThrow(() -> new ApiException(ErrorCode.VERSION_UNKNOWN));
  }

  private void requireService() {
    if (!compliance.configured()) {
      throw new ApiException(ErrorCode.COMPLIANCE_MISSING);
    }
  }

  private static ObjectNode customizations(ObjectNode blueprint) {
    return blueprint.path("customizations") instanceof ObjectNode customizations
        ? customizations
        : JsonNodeFactory.instance.objectNode();
  }

  private static ApiException noTailoring() {
    return new ApiException(ErrorCode.TAILORING_UNKNOWN);
  }

  private static ApiException noTailoring(UUID policy, RhelVersion version) {
    return new ApiException(
        ErrorCode.COMPLIANCE_TAILORING_MISSING, policy, version.major(), version.minor());
  }

  private static boolean isOutage(Throwable failure) {
    return failure instanceof ApiException refusal && refusal.code() == ErrorCode.COMPLIANCE_FAILED;
  }

  // What is refused before any call fails the answer as well as what is refused after one.
  private static <T> Uni<T> deferred(Supplier<Uni<? extends T>> step) {
    return Uni.createFrom().deferred(step);
  }
}
