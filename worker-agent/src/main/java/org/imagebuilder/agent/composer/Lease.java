package org.imagebuilder.agent.composer;

import java.net.URI;
import org.imagebuilder.agent.contract.worker.model.LeasedJob;

/**
 * The right to work on one job and to report it.
 *
 * @param token the secret that every report carries
 * @param artifacts path under which files are handed over; ends with a slash
 */
public record Lease(String token, URI artifacts) {

  /** What composer calls a path must be one: the token goes along to wherever it leads. */
  static Lease of(LeasedJob job) {
    String location = job.getLocation();
    String token = location.substring(location.lastIndexOf('/') + 1);
    URI artifacts = URI.create(job.getArtifactLocation());
    if (token.isEmpty() || artifacts.isAbsolute() || artifacts.getRawAuthority() != null) {
      throw new IllegalArgumentException("no path of a lease");
    }
    return new Lease(token, artifacts);
  }

  /** Without the token, which no log may hold. */
  @Override
  public String toString() {
    return "Lease[…]";
  }
}
