package org.imagebuilder.composer.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Reserve a build in Koji, before anything is built for it. */
@RegisterForReflection
public record KojiInitJob(String server, String name, String version, String release)
    implements JobArgs {}
