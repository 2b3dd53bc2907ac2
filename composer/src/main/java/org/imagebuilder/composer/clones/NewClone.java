package org.imagebuilder.composer.clones;

import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.composes.IdempotencyKey;
import org.imagebuilder.composer.tenants.Tenant;

/** A clone that is about to be written. */
record NewClone(
    Clone kept, UUID compose, Tenant tenant, String region, Optional<IdempotencyKey> key) {}
