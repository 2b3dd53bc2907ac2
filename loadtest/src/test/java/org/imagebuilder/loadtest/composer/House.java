package org.imagebuilder.loadtest.composer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imagebuilder.loadtest.figures.Connection;

/** The composer that is measured: its doors, its process and its requests. */
final class House {
  /** The status of an answer that brings a job. */
  static final int JOB = 201;

  /** The type of the first job of a compose. */
  static final String MANIFEST = "rpm-manifest";

  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final String ASK =
      "{\"types\":[\"rpm-manifest\",\"osbuild\"],\"arch\":\"x86_64\"}";
  // Nobody asks for such images here, so whoever waits for these jobs goes on waiting.
  private static final String IDLE = "{\"types\":[\"osbuild\"],\"arch\":\"s390x\"}";

  final URI cloud;
  final URI workers;
  private final String compose;
  private final String manifest;
  private final String image;

  House(URI cloud, URI workers, Path examples) throws IOException {
    this.cloud = cloud;
    this.workers = workers;
    this.compose = Files.readString(examples.resolve("composer/post-compose.request.aws-s3.json"));
    this.manifest = result(examples.resolve("jobs/rpm-manifest.result.json"));
    this.image = result(examples.resolve("jobs/osbuild.result.json"));
  }

  private static String result(Path example) throws IOException {
    return "{\"result\":" + Files.readString(example) + "}";
  }

  /** Posts a compose and says its id. */
  String post(Connection connection) throws IOException {
    Connection.Answer answer = connection.send("POST", CLOUD + "/compose", compose);
    expect(201, answer);
    return answer.member("id");
  }

  void status(Connection connection, String id) throws IOException {
    expect(200, connection.get(CLOUD + "/composes/" + id));
  }

  /** Takes a job and finishes it; false when there was none. */
  boolean live(Connection connection) throws IOException {
    Connection.Answer job = lease(connection);
    if (job.status() != JOB) {
      return false;
    }
    finish(connection, job);
    return true;
  }

  Connection.Answer lease(Connection connection) throws IOException {
    return connection.send("POST", WORKER + "/jobs", ASK);
  }

  void idle(Connection connection) throws IOException {
    expect(204, connection.send("POST", WORKER + "/jobs", IDLE));
  }

  void finish(Connection connection, Connection.Answer job) throws IOException {
    String result = job.member("type").equals(MANIFEST) ? manifest : image;
    expect(200, connection.send("PATCH", job.member("location"), result));
  }

  private static void expect(int status, Connection.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
  }
}
