package org.imagebuilder.composer.artifacts;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.imagebuilder.composer.artifacts.ArtifactException.Fault;
import org.imagebuilder.composer.artifacts.IncomingFile.Arriving;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The door of this room: take a file in, find it again, let it go. */
@ApplicationScoped
public class Artifacts {
  private static final Logger LOG = Logger.getLogger(Artifacts.class);

  private final Vertx vertx;
  private final ArtifactsConfig config;
  private final Database database;
  private final ArtifactStore store;
  private final ArtifactFiles files;
  private final Turns turns = new Turns();

  Artifacts(Vertx vertx, ArtifactsConfig config, Database database, ArtifactStore store) {
    this.vertx = vertx;
    this.config = config;
    this.database = database;
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
   * Takes a file or a part of it in as fast as the disk does, whatever its length. The Uni ends
   * when the bytes are safe on disk, and a complete file has its row; it fails with {@link
   * ArtifactException} when the bytes stop coming or cannot be written. Of a part, what came is
   * kept to be continued; of a file without parts, nothing is.
   */
  public Uni<UploadState> receive(Upload upload, ReadStream<Buffer> bytes) {
    Context context = vertx.getOrCreateContext();
    Arriving arriving = Arriving.of(bytes);
    long length = upload.part().map(Part::length).orElse(-1L);
    return turns.take(
        upload.place(),
        turn ->
            Uni.createFrom()
                .voidItem()
                // Whoever was at it before ended on a context of its own.
                .emitOn(next -> context.runOnContext(back -> next.run()))
                .chain(
                    () ->
                        received(
                            IncomingFile.receive(
                                vertx, () -> files.open(upload), length, arriving, turn)))
                .chain(file -> upload.completes() ? complete(upload, file) : pause(file)));
  }

  private static Uni<UploadFile> received(Future<UploadFile> file) {
    return Uni.createFrom().completionStage(file.toCompletionStage());
  }

  /** How far an upload is; ends one that is under way, so that it does not change any more. */
  public Uni<UploadState> state(UUID token, ArtifactName name) {
    return turns.take(
        token + "/" + name,
        turn ->
            blocking(() -> files.begunSize(token, name))
                .chain(
                    begun ->
                        begun.isPresent()
                            ? Uni.createFrom()
                                .item(new UploadState(begun.getAsLong(), Optional.empty()))
                            : store
                                .find(token, name)
                                .map(
                                    kept ->
                                        kept.map(UploadState::of)
                                            .orElse(new UploadState(0, Optional.empty())))));
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

  private Uni<UploadState> pause(UploadFile file) {
    return blocking(
        () -> {
          file.close();
          return new UploadState(file.size(), Optional.empty());
        });
  }

  private Uni<UploadState> complete(Upload upload, UploadFile file) {
    Artifact artifact =
        new Artifact(upload.token(), upload.job(), upload.name(), file.size(), file.sha256());
    return Uni.createFrom()
        .item(upload.sha256())
        .invoke(
            wanted -> {
              if (wanted.isPresent() && !wanted.get().equals(artifact.sha256())) {
                throw new ArtifactException(Fault.DIGEST, null);
              }
            })
        // The row is locked first: of two that complete one file, on whatever replicas, the one
        // whose row stands is the one whose bytes do.
        .chain(
            fits ->
                database.inTransaction(
                    tx -> store.keep(tx, artifact).chain(kept -> publish(kept, artifact, file))))
        .onItemOrFailure()
        .call((published, failure) -> blocking(() -> close(file, failure)))
        .replaceWith(UploadState.of(artifact));
  }

  private Uni<Void> publish(boolean kept, Artifact artifact, UploadFile file) {
    if (!kept) {
      return Uni.createFrom().failure(new ArtifactException(Fault.LEASE, null));
    }
    return blocking(
            () -> {
              files.publish(file.path(), artifact.token(), artifact.name());
              return true;
            })
        .onFailure(IOException.class)
        .transform(e -> new ArtifactException(Fault.WRITING, e))
        .replaceWithVoid();
  }

  private static boolean close(UploadFile file, @Nullable Throwable failure) throws IOException {
    if (failure == null) {
      file.close();
    } else if (failure instanceof ArtifactException) {
      // Not what it should be, or nobody's any more: nothing that could be continued.
      file.remove();
    } else {
      file.breakOff();
    }
    return true;
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
