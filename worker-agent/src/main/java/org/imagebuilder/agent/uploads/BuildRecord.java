package org.imagebuilder.agent.uploads;

import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;

/**
 * What is known of the build that made a file, for targets that keep it.
 *
 * @param manifest osbuild's input, as JSON
 * @param manifestInfo about that manifest, as JSON, where its maker told
 * @param output what osbuild said
 * @param sboms the bills of materials, where the solver made some
 */
public record BuildRecord(
    Object manifest, Optional<Object> manifestInfo, OsbuildOutput output, List<Sbom> sboms) {

  public BuildRecord {
    sboms = List.copyOf(sboms);
  }

  /**
   * One bill of materials.
   *
   * @param ofBuildroot of what the image is built with, not of the image
   * @param document as JSON
   */
  public record Sbom(boolean ofBuildroot, String pipeline, Object document) {}
}
