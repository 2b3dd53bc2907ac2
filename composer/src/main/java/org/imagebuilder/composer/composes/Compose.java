package org.imagebuilder.composer.composes;

import java.time.Instant;

/** A compose as it is kept. */
record Compose(ComposeId id, Instant createdAt) {}
