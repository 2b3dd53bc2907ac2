package org.imagebuilder.composer.jobs;

import org.jspecify.annotations.Nullable;

/** What a worker reports at a job's end; one record per job type. */
public sealed interface JobResult
    permits RpmManifestResult,
        ImageBuilderManifestResult,
        OsbuildResult,
        KojiInitResult,
        KojiFinalizeResult,
        DebianManifestResult,
        DebianImageResult,
        DepsolveResult,
        SearchPackagesResult,
        AwsEc2Result {
  /** Why the job failed; none when it did not. */
  @Nullable JobError jobError();

  @Nullable JobProgress progress();
}
