package org.imagebuilder.composer.targets;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of upload targets: their name in the API, and their name in jobs. */
public enum UploadType {
  AWS("aws", "org.osbuild.aws"),
  AWS_S3("aws.s3", "org.osbuild.aws.s3"),
  GCP("gcp", "org.osbuild.gcp"),
  AZURE("azure", "org.osbuild.azure.image"),
  CONTAINER("container", "org.osbuild.container"),
  OCI("oci.objectstorage", "org.osbuild.oci.objectstorage"),
  LOCAL("local", "org.osbuild.worker.server");

  private final String apiName;
  private final String jobName;

  UploadType(String apiName, String jobName) {
    this.apiName = apiName;
    this.jobName = jobName;
  }

  public static Optional<UploadType> ofApi(String name) {
    return Arrays.stream(values()).filter(type -> type.apiName.equals(name)).findFirst();
  }

  public static Optional<UploadType> ofJob(String name) {
    return Arrays.stream(values()).filter(type -> type.jobName.equals(name)).findFirst();
  }

  public String apiName() {
    return apiName;
  }

  public String jobName() {
    return jobName;
  }
}
