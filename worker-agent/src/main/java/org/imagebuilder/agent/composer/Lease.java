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

  static Lease of(LeasedJob job) {
    String location = job.getLocation();
    return new Lease(
        location.substring(location.lastIndexOf('/') + 1), URI.create(job.getArtifactLocation()));
  }

  /** Without the token, which no log may hold. */
  @Override
  public String toString() {
    return "Lease[…]";
  }
}
