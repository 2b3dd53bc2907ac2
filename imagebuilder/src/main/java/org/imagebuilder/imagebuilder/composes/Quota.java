package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/** How many composes an organisation may ask for within a sliding window. */
record Quota(long limit, Duration window) {
  private static final Logger LOG = Logger.getLogger(Quota.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The organisation's entry in the file, or its default entry; none without a file. */
  static Optional<Quota> of(Optional<String> file, String organisation) {
    return file.filter(name -> !name.isBlank())
        .map(
            name -> {
              try {
                return entry(JSON.readTree(Path.of(name).toFile()), organisation);
              } catch (IOException failure) {
                LOG.errorf("The quota file cannot be read file=%s reason=%s", name, failure);
                throw new ApiException(ErrorCode.INTERNAL);
              }
            });
  }

  static Quota entry(JsonNode quotas, String organisation) {
    JsonNode entry =
        quotas.hasNonNull(organisation) ? quotas.path(organisation) : quotas.path("default");
    if (!entry.path("quota").isIntegralNumber()
        || !entry.path("slidingWindow").isIntegralNumber()) {
      LOG.errorf("The quota file has no usable entry organisation=%s", organisation);
      throw new ApiException(ErrorCode.INTERNAL);
    }
    return new Quota(
        entry.path("quota").asLong(), Duration.ofNanos(entry.path("slidingWindow").asLong()));
  }

  /** A window of no length blocks nobody, whatever the limit. */
  boolean limits() {
    return !window.isZero();
  }

  void check(long used, int wanted) {
    if (!allows(used, wanted)) {
      throw exceeded();
    }
  }

  boolean allows(long used, int wanted) {
    return !limits() || used + wanted <= limit;
  }

  ApiException exceeded() {
    return new ApiException(ErrorCode.QUOTA_EXCEEDED, limit, window.toDays());
  }
}
