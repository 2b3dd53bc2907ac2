package org.imagebuilder.composer.clones;

import java.util.UUID;

/** A job of an earlier clone of the same compose that copies the image to the same region. */
record EarlierCopy(UUID plan, UUID job) {}
