package org.imagebuilder.composer.artifacts;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.imagebuilder.composer.database.Tx;
import org.jboss.logging.Logger;

/** The door of this room: take a file in, find it again, let it go. */
@ApplicationScoped
public class Artifacts {
  private static final Logger LOG = Logger.getLogger(Artifacts.class);

  private final Vertx vertx;
  private final ArtifactsConfig config;
  private final ArtifactStore store;
  private final ArtifactFiles files;

  Artifacts(Vertx vertx, ArtifactsConfig config, ArtifactStore store) {
    this.vertx = vertx;
    this.config = config;
    this.store = store;
    this.files = new ArtifactFiles(config.directory());
  }

  /** Whether this installation keeps files. */
  public boolean areKept() {
    return config.enabled();
  }

  /** Where the bytes lie. */
  public Path directory() {
    return files.directory();
  }

  /** Makes the directory ready for writing; fails when it cannot be. */
  public void prepare() throws IOException {
    files.prepare();
  }

  /**
   * Takes a file in as fast as the disk does, whatever its length. The Uni ends when the file is
   * safe on disk and has its row; it fails with {@link ArtifactException}, and nothing is kept,
   * when the bytes stop coming or cannot be written.
   */
  public Uni<Artifact> receive(UUID token, UUID job, ArtifactName name, ReadStream<Buffer> bytes) {
    return Uni.createFrom()
        .completionStage(() -> IncomingFile.receive(vertx, files, bytes).toCompletionStage())
        .chain(received -> publish(received, token, job, name));
  }

  /** The files that the lease brought by which the job ended. */
  public Uni<List<Artifact>> ofEndedJob(UUID job) {
    return store.ofEndedJobs(List.of(job));
  }

  /** The same for several jobs. */
  public Uni<List<Artifact>> ofEndedJobs(Collection<UUID> jobs) {
    return store.ofEndedJobs(jobs);
  }

  /** The leases that brought files for the jobs of a plan, as the caller's transaction sees it. */
  public Uni<Set<UUID>> leasesOfPlan(Tx tx, UUID plan) {
    return store.tokensOfPlan(tx, plan);
  }

  /** Removes the files of leases that have no row any more. */
  public Uni<Void> removeFiles(Set<UUID> leases) {
    return remove(leases);
  }

  /** Where the bytes of this file lie, if they still do. */
  public Uni<Boolean> isThere(Artifact artifact) {
    return blocking(() -> Files.isReadable(file(artifact)));
  }

  /** The path of the bytes. */
  public Path file(Artifact artifact) {
    return files.file(artifact.token(), artifact.name());
  }

  /** Lets all files of a lease go. */
  public Uni<Void> discard(UUID token) {
    return store.forget(token).chain(() -> remove(Set.of(token)));
  }

  /** Removes what no row knows, and what leases left that were lost; says how many leases. */
  public Uni<Integer> sweep() {
    Instant old = Instant.now().minus(config.keepUnknown());
    return store
        .forgetLost()
        .call(this::remove)
        .chain(
            lost ->
                blocking(() -> oldTokens(old))
                    .chain(this::unknown)
                    .call(this::remove)
                    .map(unknown -> lost.size() + unknown.size()));
  }

  /** The files of how many leases a sweep would remove. */
  public Uni<Long> sweepable() {
    Instant old = Instant.now().minus(config.keepUnknown());
    return store
        .countLost()
        .chain(
            lost ->
                blocking(() -> files.isThere() ? files.tokensBefore(old) : List.<UUID>of())
                    .chain(this::unknown)
                    .map(unknown -> lost + unknown.size()));
  }

  private Uni<Set<UUID>> unknown(List<UUID> tokens) {
    return store
        .known(tokens)
        .map(
            known ->
                tokens.stream()
                    .filter(token -> !known.contains(token))
                    .collect(Collectors.toSet()));
  }

  private List<UUID> oldTokens(Instant old) throws IOException {
    if (!files.isThere()) {
      return List.of();
    }
    files.removeIncomingBefore(old);
    return files.tokensBefore(old);
  }

  private Uni<Artifact> publish(
      IncomingFile.Received received, UUID token, UUID job, ArtifactName name) {
    Artifact artifact = new Artifact(token, job, name, received.size(), received.sha256());
    return blocking(
            () -> {
              files.publish(received.file(), token, name);
              return artifact;
            })
        .onFailure(IOException.class)
        .transform(e -> new ArtifactException(ArtifactException.Fault.WRITING, e))
        .call(kept -> store.keep(kept, token + "/" + name));
  }

  private Uni<Void> remove(Set<UUID> tokens) {
    if (tokens.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    LOG.infof("Removing the files of %d leases that are over", tokens.size());
    return blocking(
            () -> {
              tokens.forEach(files::remove);
              return true;
            })
        .replaceWithVoid();
  }

  private <T> Uni<T> blocking(Callable<T> work) {
    return Uni.createFrom()
        .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
  }
}
