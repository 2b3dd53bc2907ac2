package org.imagebuilder.agent.uploads.aws;

import java.util.Optional;

/** Who signs a request to S3. */
record AwsCredentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AwsCredentials[" + accessKeyId + "]";
  }
}
