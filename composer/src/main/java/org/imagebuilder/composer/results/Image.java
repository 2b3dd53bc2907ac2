package org.imagebuilder.composer.results;

import java.util.Optional;
import org.imagebuilder.composer.jobs.JobReport;

/** One image of a compose: the job that builds it, and the one that makes its manifest. */
record Image(JobReport build, Optional<JobReport> manifest) {}
