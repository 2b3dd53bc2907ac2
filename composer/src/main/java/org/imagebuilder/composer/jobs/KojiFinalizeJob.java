package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Import into Koji what was built, or give the reserved build up when something failed.
 *
 * @param kojiFilenames the images' names in Koji, in the order of the builds among the inputs
 * @param startTime when the compose was asked for, in seconds since 1970
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record KojiFinalizeJob(
    String server,
    String name,
    String version,
    String release,
    List<String> kojiFilenames,
    String kojiDirectory,
    long taskId,
    long startTime)
    implements JobArgs {
  public KojiFinalizeJob {
    kojiFilenames = JobJson.list(kojiFilenames);
  }
}
