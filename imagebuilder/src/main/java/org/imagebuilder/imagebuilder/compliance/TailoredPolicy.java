package org.imagebuilder.imagebuilder.compliance;

import java.util.Optional;
import java.util.UUID;

/**
 * A policy for one minor release: the profile below it, and what it changes of that, if anything.
 */
public record TailoredPolicy(UUID id, String profileId, Optional<String> tailoring) {}
