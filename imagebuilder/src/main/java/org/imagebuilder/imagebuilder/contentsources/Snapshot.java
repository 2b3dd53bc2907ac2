package org.imagebuilder.imagebuilder.contentsources;

import java.util.Optional;

/** A copy of a repository: of a day, or in a template. */
public record Snapshot(
    String repositoryId, Optional<String> url, String path, Optional<String> detectedOsVersion) {}
