package org.imagebuilder.imagebuilder.composer;

import java.net.URI;
import java.net.URISyntaxException;
import org.imagebuilder.imagebuilder.contentsources.ContentSourcesConfig;
import org.imagebuilder.imagebuilder.contentsources.Snapshot;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/** Where builders fetch snapshots, which is not where the service says that they are. */
final class SnapshotAddresses {
  private static final Logger LOG = Logger.getLogger(SnapshotAddresses.class);

  private final ContentSourcesConfig config;

  SnapshotAddresses(ContentSourcesConfig config) {
    this.config = config;
  }

  /** Of a repository's latest snapshot: the same path on the builders' host. */
  String latest(String url) {
    try {
      String path = new URI(url).getRawPath();
      if (path != null) {
        return joined(host(), path);
      }
    } catch (URISyntaxException failure) {
      // Told below.
    }
    LOG.warn("Content sources has a snapshot at an address that is none");
    throw new ApiException(ErrorCode.CONTENT_SOURCES_FAILED);
  }

  /** Of a snapshot of a day or of a template. */
  String of(Snapshot snapshot) {
    String prefixed = joined(host(), config.repositoryPrefix().orElse(""));
    return joined(prefixed, snapshot.path());
  }

  private String host() {
    return config
        .repositoryUrl()
        .filter(url -> !url.isBlank())
        .orElseThrow(
            () -> {
              LOG.error("Snapshots need imagebuilder.content-sources.repository-url");
              return new ApiException(ErrorCode.INTERNAL);
            });
  }

  private static String joined(String left, String right) {
    String start = left.endsWith("/") ? left.substring(0, left.length() - 1) : left;
    String end = right.startsWith("/") ? right.substring(1) : right;
    return end.isEmpty() ? start : start + "/" + end;
  }
}
