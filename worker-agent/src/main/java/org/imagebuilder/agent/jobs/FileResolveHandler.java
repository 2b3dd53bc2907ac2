package org.imagebuilder.agent.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.FileResolveArgs;
import org.imagebuilder.agent.contract.worker.model.FileResolveResult;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.ResolvedFile;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.sources.RemoteFiles;

/** Fetches small files. */
public final class FileResolveHandler implements JobHandler<FileResolveArgs, FileResolveResult> {

  private static final int MOST_FILES = 1000;

  private final RemoteFiles files;

  public FileResolveHandler(RemoteFiles files) {
    this.files = files;
  }

  @Override
  public String type() {
    return "file-resolve";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<FileResolveArgs> argsType() {
    return FileResolveArgs.class;
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(30);
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.REMOTE_FILE_RESOLUTION;
  }

  @Override
  public JobOutcome<FileResolveResult> run(FileResolveArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    List<String> urls = args.getUrls();
    if (urls.isEmpty() || urls.size() > MOST_FILES) {
      throw new JobErrorException(
          JobErrorCode.REMOTE_FILE_RESOLUTION,
          "urls has to have at least one and at most %d addresses".formatted(MOST_FILES));
    }
    context.progress().accept(new JobProgress().message("Fetching files").done(0).total(1));
    List<ResolvedFile> resolved = new ArrayList<>();
    List<JobError> errors = new ArrayList<>();
    for (RemoteFiles.Fetched file : files.fetch(urls)) {
      ResolvedFile one = new ResolvedFile().url(file.url());
      if (file.error().isPresent()) {
        JobError error = JobErrors.of(JobErrorCode.REMOTE_FILE_RESOLUTION, file.error().get());
        one.targetError(error);
        errors.add(error);
      } else {
        one.content(file.answer().orElseThrow().bytes());
      }
      resolved.add(one);
    }
    FileResolveResult result = new FileResolveResult().results(resolved);
    if (errors.isEmpty()) {
      return new JobOutcome.Succeeded<>(result.success(true));
    }
    JobError all =
        JobErrors.of(JobErrorCode.REMOTE_FILE_RESOLUTION, "at least one file could not be fetched")
            .details(errors);
    return new JobOutcome.Failed<>(result.success(false).jobError(all), all);
  }

  @Override
  public FileResolveResult failure(JobError error) {
    return new FileResolveResult().success(false).jobError(error);
  }
}
