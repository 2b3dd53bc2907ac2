package org.imagebuilder.agent.composer;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.net.URI;

/** Puts the installation's base path where the contract has its own. */
final class BasePathFilter implements ClientRequestFilter {

  static final String CONTRACT = "/api/image-builder-worker/v1";

  private final String basePath;

  BasePathFilter(String basePath) {
    this.basePath =
        basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
  }

  @Override
  public void filter(ClientRequestContext context) {
    URI uri = context.getUri();
    String path = uri.getRawPath();
    if (!basePath.equals(CONTRACT) && path.startsWith(CONTRACT)) {
      context.setUri(uri.resolve(basePath + path.substring(CONTRACT.length())));
    }
  }
}
