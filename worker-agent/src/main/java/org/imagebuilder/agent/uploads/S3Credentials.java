package org.imagebuilder.agent.uploads;

import java.util.Optional;

/** Who signs a request to S3. */
record S3Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

  /** Without the secrets. */
  @Override
  public String toString() {
    return "S3Credentials[" + accessKeyId + "]";
  }
}
