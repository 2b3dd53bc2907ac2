package org.imagebuilder.imagebuilder.composes;

import java.util.UUID;

/** The version of a blueprint that a compose was made from. */
record BlueprintOrigin(UUID blueprint, int version) {}
