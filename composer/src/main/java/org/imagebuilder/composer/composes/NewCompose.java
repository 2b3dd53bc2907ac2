package org.imagebuilder.composer.composes;

import java.util.Optional;
import org.imagebuilder.composer.tenants.Tenant;

/**
 * A compose that is about to be written.
 *
 * @param request the request with its defaults, its secrets apart
 * @param key what makes a repeated request recognisable
 */
record NewCompose(ComposeId id, Tenant tenant, KeptRequest request, Optional<IdempotencyKey> key) {}
