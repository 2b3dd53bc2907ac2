package org.imagebuilder.composer.tenants;

import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param mayHurry whether a head start may be asked for; empty where nothing was said about it
 */
public record Caller(Tenant tenant, Optional<Boolean> mayHurry) {}
