package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.contract.worker.model.TargetResult;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.testing.StandIn.Answer;
import org.imagebuilder.agent.uploads.registry.ImageTar;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a cloud does to an upload: no log, error, result or progress tells a secret of it. */
class TargetSecretsTest {

  private static final String FILE = "disk.raw";

  /** How a cloud treats those that it let in. */
  private enum Mood {
    REFUSES(403, "{\"error\": {\"code\": \"NotAllowed\", \"message\": \"no\"}}"),
    DOES_NOT_KNOW_THEM(401, "<Error><Code>InvalidAccessKeyId</Code></Error>"),
    FAILS(500, ""),
    TALKS_NONSENSE(200, "<html>fine</html>"),
    SENDS_ELSEWHERE(307, ""),
    HANGS_UP(200, "");

    private final int status;
    private final String body;

    Mood(int status, String body) {
      this.status = status;
      this.body = body;
    }

    Answer answer() {
      return Answer.of(status, body).with("Location", "https://elsewhere.example.com/");
    }
  }

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final Path directory;

  TargetSecretsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static Stream<Arguments> targetsAndMoods() {
    return SecretTargets.NAMES.stream()
        .flatMap(target -> Stream.of(Mood.values()).map(mood -> Arguments.of(target, mood)));
  }

  @ParameterizedTest
  @MethodSource("targetsAndMoods")
  void no_secret_of_a_target_is_told(String name, Mood mood) throws Exception {
    List<JobProgress> progress = new ArrayList<>();
    boolean container = name.equals("org.osbuild.container");
    try (SullenCloud cloud =
        container ? SullenCloud.encrypted(mood.answer()) : SullenCloud.plain(mood.answer())) {
      if (mood == Mood.HANGS_UP) {
        cloud.drop("", Integer.MAX_VALUE, 0);
      }

      TargetResult result = upload(name, cloud, progress);

      assertThat(cloud.calls()).isNotEmpty();
      // A file in S3 has arrived when the status says so.
      assertThat(result.getTargetError() != null || mood == Mood.TALKS_NONSENSE).isTrue();
      assertThat(Json.tree(result) + " " + result + Json.tree(progress))
          .matches(text -> !Canary.isIn(text));
    }
  }

  private TargetResult upload(String name, StandIn cloud, List<JobProgress> progress)
      throws Exception {
    exported(name);
    SecretTargets targets = new SecretTargets(cloud.uri(), directory);
    ObjectNode target = (ObjectNode) Examples.target(name);
    target.put("image_name", targets.imageName(name));
    target.set("options", Json.tree(targets.options(name)));
    target.putObject("osbuild_artifact").put("export_name", "export").put("export_filename", FILE);
    return new Uploaders(targets.uploaders(), Json.mapper())
        .upload(
            List.of(Json.mapper().treeToValue(target, Target.class)),
            directory,
            new Lease("canary-lease", URI.create("/")),
            Optional.empty(),
            progress::add)
        .getFirst();
  }

  private void exported(String name) throws IOException {
    Path file = Files.createDirectories(directory.resolve("export")).resolve(FILE);
    if (name.equals("org.osbuild.container")) {
      new ImageTar().image("amd64", new byte[] {1, 2, 3}).writeTo(file);
    } else {
      Files.write(file, Arrays.copyOf(new byte[] {1, 2, 3}, 1024));
    }
  }
}
