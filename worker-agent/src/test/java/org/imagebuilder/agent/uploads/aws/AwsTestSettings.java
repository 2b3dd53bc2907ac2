package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.jobs.Json;

/** Settings with which nothing takes long; the services and the bucket are given. */
record AwsTestSettings(AwsSettings settings) {

  static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "AKIDTEST", "AWS_SECRET_ACCESS_KEY", "canary-secret");

  private static final AwsSettings.Trust USUAL = new AwsSettings.Trust(Optional.empty(), false);
  private static final Polling WAIT =
      new Polling(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  static AwsTestSettings at(URI services, long partSize) {
    return new AwsTestSettings(
        new AwsSettings(
            new AwsSettings.Endpoints(Optional.of(services), Optional.of(services)),
            Optional.empty(),
            Optional.of("images"),
            new AwsSettings.Keys(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            USUAL,
            new AwsSettings.GenericStore(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), USUAL),
            new AwsSettings.Pace(partSize, Duration.ofMillis(1), WAIT)));
  }

  AwsTestSettings generic(URI endpoint, Path credentials) {
    AwsSettings.GenericStore store =
        new AwsSettings.GenericStore(
            Optional.of(endpoint),
            Optional.of("any-region"),
            Optional.of("generic-bucket"),
            Optional.of(credentials),
            USUAL);
    return new AwsTestSettings(
        new AwsSettings(
            settings.endpoints(),
            settings.region(),
            settings.bucket(),
            settings.keys(),
            USUAL,
            store,
            settings.pace()));
  }

  AwsTestSettings files(Optional<Path> all, Optional<Path> s3) {
    return new AwsTestSettings(
        new AwsSettings(
            settings.endpoints(),
            settings.region(),
            settings.bucket(),
            new AwsSettings.Keys(Optional.empty(), Optional.empty(), all, s3),
            USUAL,
            settings.generic(),
            settings.pace()));
  }

  AwsAccount account(Map<String, String> environment) {
    return new AwsAccount(settings, environment, Json.mapper(), InstantSource.system());
  }
}
