package org.imagebuilder.composer.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pipelines of a manifest make the build root, and which the image. */
@RegisterForReflection
public record PipelineNames(@Nullable List<String> build, @Nullable List<String> payload) {}
