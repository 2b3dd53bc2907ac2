package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is needed of a result to judge it, whatever its type. Manifests and logs of many megabytes
 * are skipped, not read.
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ResultHead(
    @Nullable Boolean success,
    @Nullable OutputHead osbuildOutput,
    @Nullable List<TargetResult> targetResults,
    @Nullable PipelineNames pipelineNames,
    @Nullable InfoHead info,
    @JsonDeserialize(using = Presence.Reader.class) @Nullable Presence data,
    @JsonDeserialize(using = Presence.Reader.class) @Nullable Presence manifest,
    @Nullable Long buildId,
    @Nullable String kojiError,
    @JsonDeserialize(using = Presence.Reader.class) @Nullable Presence packageSpecs,
    @JsonDeserialize(using = Presence.Reader.class) @Nullable Presence transactions,
    @JsonDeserialize(using = Presence.Reader.class) @Nullable Presence packages,
    @Nullable String ami,
    @Nullable String region,
    @Nullable JobError jobError,
    @Nullable JobProgress progress) {

  /** What osbuild said of itself. */
  @RegisterForReflection
  record OutputHead(@Nullable Boolean success, @Nullable JsonNode error) {}

  /** About a manifest. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record InfoHead(@Nullable PipelineNames pipelineNames) {}

  /** Whether an object stands here, without what is in it. */
  record Presence(boolean isObject) {
    /** Skips the value. */
    @RegisterForReflection
    static final class Reader extends JsonDeserializer<Presence> {
      @Override
      public Presence deserialize(JsonParser parser, DeserializationContext context)
          throws IOException {
        boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
        parser.skipChildren();
        return new Presence(isObject);
      }

      @Override
      public Presence getNullValue(DeserializationContext context) {
        return new Presence(false);
      }

      @Override
      public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
      }
    }
  }

  boolean hasData() {
    return data != null && data.isObject();
  }

  boolean hasSolution() {
    return (packageSpecs != null && packageSpecs.isObject())
        || (transactions != null && transactions.isObject());
  }

  boolean hasManifest() {
    return manifest != null && manifest.isObject();
  }
}
