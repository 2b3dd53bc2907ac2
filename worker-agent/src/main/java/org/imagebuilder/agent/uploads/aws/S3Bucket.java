package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.util.Optional;

/**
 * A bucket and how to reach it.
 *
 * @param endpoint of a store that speaks S3, where the bucket is part of the path; empty: Amazon
 */
record S3Bucket(Optional<URI> endpoint, String region, String name) {

  /** The URL of an object, which is also what is signed. */
  URI object(String key) {
    String path = "/" + AwsEncoding.path(key);
    if (endpoint.isPresent()) {
      String base = endpoint.get().toString().replaceAll("/+$", "");
      return URI.create(base + "/" + AwsEncoding.value(name) + path);
    }
    // A dot in the bucket's name would not match Amazon's certificate as part of the host, and
    // old names hold what hosts do not.
    return !name.matches("[a-z0-9-]+")
        ? URI.create("https://%s/%s%s".formatted(AwsAccount.host("s3", region), name, path))
        : URI.create("https://%s.%s%s".formatted(name, AwsAccount.host("s3", region), path));
  }
}
