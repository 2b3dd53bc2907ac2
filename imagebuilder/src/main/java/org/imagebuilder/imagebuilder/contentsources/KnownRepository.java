package org.imagebuilder.imagebuilder.contentsources;

import java.util.Optional;

/**
 * A repository as the service knows it. The url is where it comes from, the snapshot's where the
 * service keeps its latest copy.
 */
public record KnownRepository(
    String id,
    String url,
    Optional<String> name,
    String origin,
    boolean snapshotting,
    Optional<String> gpgKey,
    Optional<Boolean> metadataVerification,
    Optional<Boolean> moduleHotfixes,
    Optional<String> latestSnapshotUrl,
    Optional<String> label) {}
