package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.uploads.CloudCaller;

/** The images of one project in Compute Engine. */
final class GcpImages {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration AT_MOST = Duration.ofHours(2);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Google answers a wait after two minutes at the latest. */
  private static final Duration SILENCE = Duration.ofMinutes(3);

  private final GcpGateway google;
  private final String global;
  private final String project;
  private final Duration pause;

  GcpImages(GcpGateway google, URI compute, String project, Duration pause) {
    this.google = google;
    this.global =
        compute
            .resolve("/compute/v1/projects/%s/global".formatted(CloudCaller.encoded(project)))
            .toString();
    this.project = project;
    this.pause = pause;
  }

  /** Names are unique in a project; better to know before a file is sent. */
  void refuseTaken(String name) throws JobErrorException, InterruptedException {
    GcpGateway.Aim aim = aim("compute.images.get (role Compute Storage Admin)");
    HttpAnswer answer = google.send(aim.code(), HttpCall.of("GET", image(name, "")));
    if (answer.ok()) {
      throw taken(aim, name);
    }
    if (answer.status() != 404) {
      throw google.refusal(aim, answer);
    }
  }

  /**
   * Makes an image of an object, and waits until it is there. One that fails is removed, also when
   * nobody knows whether Google began to make it.
   */
  void insert(String name, String source, String region, List<String> features)
      throws JobErrorException, InterruptedException {
    GcpGateway.Aim aim = aim("compute.images.create (role Compute Storage Admin)");
    boolean keep = false;
    try {
      HttpAnswer answer = begin(aim, name, source, region, features);
      if (answer.status() == 409) {
        keep = true;
        throw taken(aim, name);
      }
      if (!answer.ok()) {
        throw google.refusal(aim, answer);
      }
      await(aim, google.tree(answer).path("name").asText());
      JsonNode image = google.ask(aim, HttpCall.of("GET", image(name, "")));
      if (image.path("status").asText("READY").equals("FAILED")) {
        throw JobErrorException.of(aim.code(), "Compute Engine says that the image failed");
      }
      keep = true;
    } finally {
      if (!keep) {
        delete(name);
      }
    }
  }

  private JobErrorException taken(GcpGateway.Aim aim, String name) {
    return new JobErrorException(
        aim.code(),
        "The project %s has an image called %s already: choose another image_name"
            .formatted(project, name));
  }

  private HttpAnswer begin(
      GcpGateway.Aim aim, String name, String source, String region, List<String> features)
      throws JobErrorException, InterruptedException {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("name", name);
    image.putObject("rawDisk").put("containerType", "TAR").put("source", source);
    image.putArray("storageLocations").add(region);
    ArrayNode guest = image.putArray("guestOsFeatures");
    features.forEach(feature -> guest.addObject().put("type", feature));
    // The id makes a second attempt harmless.
    URI uri = URI.create(global + "/images?requestId=" + UUID.randomUUID());
    return google.send(aim.code(), json("POST", uri, image));
  }

  /** Lets further accounts use an image; who could before still can. */
  void share(String name, List<String> members) throws JobErrorException, InterruptedException {
    Optional<Boolean> shared =
        new Polling(pause, LONGEST_PAUSE, Duration.ofMinutes(1))
            .await(() -> Optional.of(shareOnce(name, members)).filter(done -> done));
    if (shared.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.SHARING_TARGET, "Somebody else keeps changing the image's policy");
    }
  }

  void delete(String name) {
    GcpGateway.Aim aim = aim("compute.images.delete");
    CloudCaller.clean(
        "the image %s in the project %s".formatted(name, project),
        () -> {
          HttpAnswer answer = google.send(aim.code(), HttpCall.of("DELETE", image(name, "")));
          if (!answer.ok() && answer.status() != 404) {
            throw google.refusal(aim, answer);
          }
        });
  }

  private void await(GcpGateway.Aim aim, String operation)
      throws JobErrorException, InterruptedException {
    HttpCall call =
        HttpCall.of(
                "POST",
                URI.create(global + "/operations/" + CloudCaller.encoded(operation) + "/wait"))
            .timeouts(CONNECT, SILENCE)
            .body(HttpBody.nothing());
    JsonNode ended =
        new Polling(pause, LONGEST_PAUSE, AT_MOST)
            .await(
                () ->
                    Optional.of(google.ask(aim, call))
                        .filter(state -> state.path("status").asText().equals("DONE")))
            .orElseThrow(
                () ->
                    JobErrorException.of(
                        aim.code(), "Compute Engine did not finish the image within two hours"));
    List<String> errors = new ArrayList<>();
    for (JsonNode error : ended.path("error").path("errors")) {
      errors.add(error.path("code").asText() + ": " + error.path("message").asText());
    }
    if (!errors.isEmpty()) {
      throw new JobErrorException(
          aim.code(), "Compute Engine could not make an image of the file", errors);
    }
  }

  /** False when the policy was changed by somebody else in between. */
  private boolean shareOnce(String name, List<String> members)
      throws JobErrorException, InterruptedException {
    GcpGateway.Aim aim =
        new GcpGateway.Aim(
            JobErrorCode.SHARING_TARGET,
            "share the image " + name,
            "compute.images.getIamPolicy and compute.images.setIamPolicy",
            "The image %s is gone".formatted(name));
    JsonNode before =
        google.ask(
            aim, HttpCall.of("GET", image(name, "/getIamPolicy?optionsRequestedPolicyVersion=3")));
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.set("policy", GcpPolicy.withUsers(before, members));
    HttpAnswer answer =
        google.send(aim.code(), json("POST", image(name, "/setIamPolicy"), request));
    if (answer.status() == 409 || answer.status() == 412) {
      return false;
    }
    if (answer.status() == 400) {
      throw new JobErrorException(
          aim.code(),
          "Google does not know one of the accounts to share with: write them as"
              + " user:NAME@DOMAIN, group:…, serviceAccount:… or domain:…",
          google.tree(answer).path("error").path("message").asText());
    }
    if (!answer.ok()) {
      throw google.refusal(aim, answer);
    }
    return true;
  }

  private GcpGateway.Aim aim(String permission) {
    return new GcpGateway.Aim(
        JobErrorCode.IMPORTING_IMAGE,
        "make images in the project " + project,
        permission,
        "The project %s does not exist, or has Compute Engine switched off".formatted(project));
  }

  private static HttpCall json(String method, URI uri, JsonNode body) {
    return HttpCall.of(method, uri)
        .header("Content-Type", "application/json; charset=UTF-8")
        .body(HttpBody.text(body.toString()));
  }

  private URI image(String name, String action) {
    return URI.create(global + "/images/" + CloudCaller.encoded(name) + action);
  }
}
