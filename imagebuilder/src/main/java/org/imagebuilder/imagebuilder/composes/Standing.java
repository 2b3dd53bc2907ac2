package org.imagebuilder.imagebuilder.composes;

import java.util.Optional;
import java.util.UUID;

/** A compose as far as its status is concerned: what was asked for, and how it ended, if known. */
record Standing(UUID id, String request, Optional<String> outcome) {}
