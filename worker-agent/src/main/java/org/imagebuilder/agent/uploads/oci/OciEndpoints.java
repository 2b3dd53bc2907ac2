package org.imagebuilder.agent.uploads.oci;

import java.net.URI;

/**
 * Where Oracle's services are.
 *
 * @param objects URL of object storage, with {@code %s} for the region
 * @param compute the same for computers and images
 * @param downloads URL under which files can be fetched, with namespace and region
 */
public record OciEndpoints(String objects, String compute, String downloads) {

  public static final OciEndpoints ORACLE =
      new OciEndpoints(
          "https://objectstorage.%s.oraclecloud.com",
          "https://iaas.%s.oraclecloud.com", "https://%s.objectstorage.%s.oci.customer-oci.com");

  URI objects(String region) {
    return URI.create(objects.formatted(region));
  }

  URI compute(String region) {
    return URI.create(compute.formatted(region));
  }

  String downloads(String namespace, String region) {
    return downloads.formatted(namespace, region);
  }
}
