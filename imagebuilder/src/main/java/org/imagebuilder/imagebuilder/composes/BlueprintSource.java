package org.imagebuilder.imagebuilder.composes;

import java.util.UUID;

/** A blueprint and the row of its version that images are made from. */
public record BlueprintSource(UUID blueprint, UUID versionId) {}
