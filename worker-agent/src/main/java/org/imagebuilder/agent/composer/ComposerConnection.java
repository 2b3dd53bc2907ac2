package org.imagebuilder.agent.composer;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The clients for one composer. */
public final class ComposerConnection {

  /** Longer than composer lets anybody wait: for a job, or for its database to come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /** A heartbeat that takes longer is no heartbeat. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(10);

  private final JobsClient jobs;
  private final JobsClient patientJobs;
  private final WorkersClient workers;

  public ComposerConnection(URI url, String basePath) {
    jobs = client(JobsClient.class, url, basePath, IMPATIENCE);
    patientJobs = client(JobsClient.class, url, basePath, PATIENCE);
    workers = client(WorkersClient.class, url, basePath, IMPATIENCE);
  }

  JobsClient jobs() {
    return jobs;
  }

  JobsClient patientJobs() {
    return patientJobs;
  }

  WorkersClient workers() {
    return workers;
  }

  private static <T> T client(Class<T> type, URI url, String basePath, Duration patience) {
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(url)
        .connectTimeout(IMPATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .register(new BasePathFilter(basePath))
        .build(type);
  }
}
