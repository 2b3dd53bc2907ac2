package org.imagebuilder.composer.composes;

import java.util.Optional;
import org.imagebuilder.composer.tenants.Tenant;

/**
 * A compose that is about to be written.
 *
 * @param request the request with its defaults and without its secrets
 * @param key what makes a repeated request recognisable
 */
record NewCompose(ComposeId id, Tenant tenant, String request, Optional<IdempotencyKey> key) {}
