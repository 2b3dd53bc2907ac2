package org.imagebuilder.agent.uploads.azure;

import java.net.URI;

/**
 * Where Azure's services are.
 *
 * @param blobs URL of a storage account, with {@code %s} for its name
 */
public record AzureEndpoints(URI login, URI management, String blobs) {

  public static final AzureEndpoints PUBLIC =
      new AzureEndpoints(
          URI.create("https://login.microsoftonline.com"),
          URI.create("https://management.azure.com"),
          "https://%s.blob.core.windows.net");

  /** What a token is asked for. */
  String scope() {
    return management + "/.default";
  }

  URI account(String name) {
    return URI.create(blobs.formatted(name));
  }
}
