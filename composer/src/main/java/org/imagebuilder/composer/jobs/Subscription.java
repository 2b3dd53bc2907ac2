package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an image registers itself with its vendor at first boot. Secret. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Subscription(
    String organization,
    String activationKey,
    String serverUrl,
    String baseUrl,
    boolean insights,
    boolean rhc,
    String proxy,
    String templateName,
    String templateUuid,
    String patchUrl,
    @Nullable List<String> contentSets) {
  @Override
  public String toString() {
    return "Subscription[organization=" + organization + "]";
  }
}
