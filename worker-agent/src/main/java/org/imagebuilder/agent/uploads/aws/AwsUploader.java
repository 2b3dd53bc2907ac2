package org.imagebuilder.agent.uploads.aws;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.agent.contract.worker.model.AwsTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;
import org.jboss.logging.Logger;

/** Makes machine images in EC2: file to S3, file to snapshot, snapshot to image. */
public final class AwsUploader implements Uploader<AwsTargetOptions> {

  private static final Logger LOG = Logger.getLogger(AwsUploader.class);
  private static final Set<String> BOOT_MODES = Set.of("legacy-bios", "uefi", "uefi-preferred");

  private final AwsAccount account;
  private final ToolRunner tools;
  private final String arch;

  /** The architecture is that of the images, spelt as the contracts spell it. */
  public AwsUploader(AwsAccount account, ToolRunner tools, String arch) {
    this.account = account;
    this.tools = tools;
    this.arch = arch.equals("aarch64") ? "arm64" : arch;
  }

  @Override
  public String target() {
    return "org.osbuild.aws";
  }

  @Override
  public Class<AwsTargetOptions> optionsType() {
    return AwsTargetOptions.class;
  }

  @Override
  public Map<String, Object> upload(AwsTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    String region =
        account
            .region(options.getRegion())
            .orElseThrow(() -> missing("region", "agent.aws.region"));
    String bucket =
        AwsAccount.bucket(options.getBucket(), account.settings().bucket())
            .orElseThrow(() -> missing("bucket", "agent.aws.bucket"));
    String key = AwsAccount.text(options.getKey()).orElseThrow(() -> invalid("key is empty"));
    Optional<String> bootMode = bootMode(options);
    PackedImage image = PackedImage.of(upload);
    AwsIdentity identity =
        account.identity(
            AwsCredentials.of(
                options.getAccessKeyID(), options.getSecretAccessKey(), options.getSessionToken()),
            Optional.empty());
    Ec2Gateway ec2 = account.ec2(region, identity);
    S3Place place =
        new S3Place(
            new S3Bucket(account.s3Endpoint(), region, bucket),
            identity,
            account.settings().trust());
    S3Connection object = place.connection(key, account);
    Path file = image.unpack(tools, upload);
    ImageImport imported = new ImageImport(ec2, account.settings().pace().waiting(), upload);
    String snapshot;
    write(object, file, upload);
    try {
      snapshot = imported.snapshot(bucket, key, image.format());
    } finally {
      delete(object);
    }
    List<String> accounts =
        options.getShareWithAccounts() == null ? List.of() : options.getShareWithAccounts();
    String ami =
        imported.image(
            new Ec2Gateway.Registration(upload.imageName(), snapshot, arch, bootMode), accounts);
    return Map.of("ami", ami, "region", region);
  }

  private void write(S3Connection object, Path file, Upload upload)
      throws JobErrorException, InterruptedException {
    long partSize = account.settings().pace().partSize();
    new S3Object(object, false, partSize, upload.progress()::sent).write(S3Uploader.whole(file));
  }

  /** Even for a job that was cancelled; what cannot be removed is logged, not the job's failure. */
  private static void delete(S3Connection object) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      object.send("DELETE", Map.of(), Map.of());
    } catch (JobErrorException e) {
      LOG.warnf(
          "A file stays in S3, object=%s, reason=%s",
          object.object().getPath(), e.details().orElse(e.reason()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Optional<String> bootMode(AwsTargetOptions options) throws JobErrorException {
    Optional<String> mode = AwsAccount.text(options.getBootMode());
    if (mode.isPresent() && !BOOT_MODES.contains(mode.get())) {
      throw invalid("bootMode is none of legacy-bios, uefi, uefi-preferred: " + mode.get());
    }
    return mode;
  }

  private static JobErrorException missing(String option, String setting) {
    return invalid(
        "The target names no %s and the worker's setting %s is empty".formatted(option, setting));
  }

  private static JobErrorException invalid(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason);
  }
}
