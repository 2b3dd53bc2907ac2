package org.imagebuilder.agent.uploads.aws;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.aws.Ec2Gateway.Registration;
import org.imagebuilder.agent.uploads.aws.Ec2Gateway.SnapshotImport;
import org.jboss.logging.Logger;

/** A file in S3 on its way to an image; what it leaves half done is removed. */
final class ImageImport {

  private static final Logger LOG = Logger.getLogger(ImageImport.class);

  private final Ec2Gateway ec2;
  private final Polling polling;
  private final Upload upload;

  ImageImport(Ec2Gateway ec2, Polling polling, Upload upload) {
    this.ec2 = ec2;
    this.polling = polling;
    this.upload = upload;
  }

  /** Makes a snapshot of the file; says its id. */
  String snapshot(String bucket, String key, String format)
      throws JobErrorException, InterruptedException {
    upload.progress().step("Importing the snapshot");
    String description = "Image Builder AWS Import of " + upload.imageName();
    try {
      String task =
          ec2.importSnapshot(description, format, bucket, key, UUID.randomUUID().toString());
      LOG.infof("An import begins, image=%s, import=%s", upload.imageName(), task);
      boolean done = false;
      try {
        String snapshot = await(task);
        done = true;
        return snapshot;
      } finally {
        if (!done) {
          undo("an import", task, () -> ec2.cancelImport(task));
        }
      }
    } catch (AwsException e) {
      throw e.as(
          JobErrorCode.IMPORTING_IMAGE,
          "EC2 could not import %s from the bucket %s".formatted(key, bucket));
    }
  }

  private String await(String task) throws AwsException, JobErrorException, InterruptedException {
    Polling.Pauses pauses = polling.begin();
    Optional<SnapshotImport> end;
    do {
      Optional<SnapshotImport> state = ec2.snapshotImport(task);
      state.ifPresent(this::show);
      end = state.filter(now -> !now.status().equals("active"));
    } while (end.isEmpty() && pauses.next());
    if (end.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.IMPORTING_IMAGE,
          "EC2 did not import the snapshot within %d hours".formatted(polling.atMost().toHours()));
    }
    Optional<String> snapshot = end.get().snapshot();
    if (!end.get().status().equals("completed") || snapshot.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.IMPORTING_IMAGE,
          "EC2 gave up the import of the image; it has to be a disk that EC2 can read",
          "%s: %s".formatted(end.get().status(), end.get().message()));
    }
    return snapshot.get();
  }

  private void show(SnapshotImport state) {
    state
        .progress()
        .ifPresent(percent -> upload.progress().step("Importing the snapshot: " + percent + " %"));
  }

  /** Makes an image of the snapshot and shares both; says the image's id. */
  String image(Registration wanted, List<String> accounts)
      throws JobErrorException, InterruptedException {
    Optional<String> image = Optional.empty();
    boolean done = false;
    String step = "name the snapshot";
    try {
      ec2.name(wanted.snapshot(), wanted.name());
      step = "register the image";
      upload.progress().step("Registering the image");
      String id = ec2.register(wanted);
      image = Optional.of(id);
      step = "name the image";
      ec2.name(id, wanted.name());
      if (!accounts.isEmpty()) {
        step = "share the image with the accounts " + accounts;
        ec2.shareSnapshot(wanted.snapshot(), accounts);
        ec2.shareImage(id, accounts);
      }
      done = true;
      return id;
    } catch (AwsException e) {
      throw e.as(JobErrorCode.IMPORTING_IMAGE, "EC2 could not " + step);
    } finally {
      if (!done) {
        remove(wanted.snapshot(), image);
      }
    }
  }

  /** Nobody learns of them any more, but somebody would have to pay. */
  private void remove(String snapshot, Optional<String> image) throws InterruptedException {
    if (image.isPresent()) {
      undo("an image", image.get(), () -> ec2.deregister(image.get()));
    }
    undo("a snapshot", snapshot, () -> ec2.deleteSnapshot(snapshot));
  }

  interface Undo {
    void run() throws AwsException, JobErrorException, InterruptedException;
  }

  /** Also for a job that is being stopped. */
  static void undo(String what, String id, Undo undo) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      undo.run();
    } catch (AwsException | JobErrorException e) {
      LOG.warnf("Something stays in EC2: %s, id=%s, reason=%s", what, id, e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
