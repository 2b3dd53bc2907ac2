package org.imagebuilder.agent.uploads.azure;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.AzureTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/** Puts disks into a storage account in Azure whose key the target has. */
public final class AzureUploader implements Uploader<AzureTargetOptions> {

  /** As many as the predecessor had for this target. */
  private static final int THREADS = 4;

  private final AzureSettings settings;
  private final CloudCaller caller;
  private final InstantSource clock;

  public AzureUploader(AzureSettings settings, CloudCaller caller, InstantSource clock) {
    this.settings = settings;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "org.osbuild.azure";
  }

  @Override
  public Class<AzureTargetOptions> optionsType() {
    return AzureTargetOptions.class;
  }

  @Override
  public Map<String, Object> upload(AzureTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    String account = options.getStorageAccount();
    if (!account.matches("[a-z0-9]{3,24}")) {
      throw fault("storageAccount has to be of 3 to 24 small letters and digits: " + account);
    }
    BlobGateway blobs = new BlobGateway(caller, settings.azure(), account, key(options), clock);
    String name =
        upload.imageName().endsWith(".vhd") ? upload.imageName() : upload.imageName() + ".vhd";
    PageBlob blob =
        new PageBlob(blobs, options.getContainer(), name, bytes -> upload.progress().sent(bytes));
    try {
      blob.write(HttpBody.file(upload.file()), THREADS);
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
    }
    return Map.of();
  }

  private static SharedKey key(AzureTargetOptions options) throws JobErrorException {
    try {
      return new SharedKey(options.getStorageAccount(), options.getStorageAccessKey());
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private static JobErrorException fault(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason);
  }
}
