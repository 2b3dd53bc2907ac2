package org.imagebuilder.composer.tenants;

/** Joins a tenant's composes with the workers that may build them; empty without authentication. */
public record Channel(String name) {}
