package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLHandshakeException;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.registries.RegistryException;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.jboss.logging.Logger;

/** A layer or a configuration on its way into a repository. Used once. */
final class BlobUpload {

  private static final Logger LOG = Logger.getLogger(BlobUpload.class);

  /** So much more than before is worth the full number of attempts again. */
  private static final long WORTHWHILE = 1 << 20;

  private final RepositoryGateway repository;
  private final HttpRetry retry;
  private final String digest;
  private final HttpBody.Piece blob;
  private final LongConsumer sent;
  private final Backoff backoff;

  /** Empty: none was begun, or it was given up. */
  private Optional<RepositoryGateway.Begun> begun = Optional.empty();

  BlobUpload(
      RepositoryGateway repository,
      HttpRetry retry,
      String digest,
      HttpBody.Piece blob,
      LongConsumer sent) {
    this.repository = repository;
    this.retry = retry;
    this.digest = digest;
    this.blob = blob;
    this.sent = sent;
    this.backoff = new Backoff(retry.first(), retry.longest(), new Random());
  }

  /** Until the registry has it; after a failure for good, nothing of it stays there. */
  void send() throws JobErrorException, InterruptedException {
    try {
      int left = retry.attempts();
      for (Optional<JobErrorException> failed = attempt(); failed.isPresent(); failed = attempt()) {
        left--;
        if (left == 0) {
          throw failed.get();
        }
        LOG.warnf(
            "A part of an image is sent again, digest=%s, reason=%s, details=%s",
            digest, failed.get().reason(), failed.get().details().orElse(""));
        backoff.pause();
        long before = arrived();
        resume();
        if (arrived() - before >= WORTHWHILE) {
          left = retry.attempts();
          backoff.reset();
        }
      }
    } finally {
      giveUp();
    }
  }

  /** Empty: done. A failure that is thrown will not get better. */
  private Optional<JobErrorException> attempt() throws JobErrorException, InterruptedException {
    if (begun.isEmpty()) {
      begun = repository.begin(digest);
      if (begun.isEmpty()) {
        return Optional.empty();
      }
    }
    try {
      HttpAnswer answer = repository.finish(begun.get(), digest, blob, sent);
      if (answer.status() == 201) {
        begun = Optional.empty();
        return Optional.empty();
      }
      JobErrorException refusal = repository.advice().refusal(answer);
      if (!mayWorkAgain(answer)) {
        throw refusal;
      }
      return Optional.of(refusal);
    } catch (IOException e) {
      JobErrorException failure = repository.advice().failure(e);
      if (e instanceof RegistryException || e instanceof SSLHandshakeException) {
        throw failure;
      }
      return Optional.of(failure);
    }
  }

  /** Also when the registry forgot the upload, or two pieces did not make the whole. */
  private boolean mayWorkAgain(HttpAnswer answer) {
    return answer.mayWorkLater()
        || answer.status() == 404
        || answer.status() == 416
        || (arrived() > 0 && answer.status() == 400);
  }

  private long arrived() {
    return begun.map(RepositoryGateway.Begun::arrived).orElse(0L);
  }

  /** Goes on where the registry says, or begins anew where that does not help. */
  private void resume() throws InterruptedException {
    if (begun.isEmpty()) {
      return;
    }
    long before = arrived();
    Optional<RepositoryGateway.Begun> found = repository.arrived(begun.get());
    if (found.isPresent()
        && found.get().arrived() > before
        && found.get().arrived() <= blob.length()) {
      begun = found;
    } else {
      giveUp();
    }
  }

  private void giveUp() {
    Optional<RepositoryGateway.Begun> left = begun;
    begun = Optional.empty();
    if (left.isPresent()) {
      CloudCaller.clean("a part of " + digest, () -> repository.cancel(left.get()));
    }
  }
}
