package org.imagebuilder.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.jobs.Json;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job out of a file, in the shape in which composer answers with jobs; what only composer
 * could use (places, the token) may be missing and counts for nothing.
 */
final class JobFile {

  private static final String STANDARD_INPUT = "-";

  private final String name;
  private final List<String> types;
  private final String arch;

  JobFile(String name, List<String> types, String arch) {
    this.name = name;
    this.types = List.copyOf(types);
    this.arch = arch;
  }

  /** No job, and why, as a sentence. */
  static final class UnusableJobException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableJobException(String message) {
      super(message);
    }
  }

  Offer read(InputStream standardInput) throws UnusableJobException {
    JsonNode job = tree(standardInput);
    if (!job.isObject()) {
      throw new UnusableJobException(
          name + " holds no job: it has to be an object like {\"type\": …, \"args\": {…}}");
    }
    return new Offer(
        job.path("id").asText("run-job"),
        type(job.path("type")),
        new Lease("run-job", URI.create("/")),
        args(job.path("args")),
        inputs(job));
  }

  private JsonNode tree(InputStream standardInput) throws UnusableJobException {
    try {
      byte[] bytes =
          name.equals(STANDARD_INPUT)
              ? standardInput.readAllBytes()
              : Files.readAllBytes(Path.of(name));
      return Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new UnusableJobException(
          "%s is no JSON: %s (line %d, column %d)"
              .formatted(
                  name,
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    } catch (NoSuchFileException e) {
      throw new UnusableJobException(name + " does not exist");
    } catch (IOException e) {
      throw new UnusableJobException("%s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  /** The architecture that a type may carry has to be this machine's. */
  private String type(JsonNode node) throws UnusableJobException {
    if (!node.isTextual()) {
      throw new UnusableJobException(
          "%s names no job: \"type\" has to be one of %s"
              .formatted(name, String.join(", ", types)));
    }
    String text = node.asText();
    int colon = text.indexOf(':');
    String type = colon < 0 ? text : text.substring(0, colon);
    if (!types.contains(type)) {
      throw new UnusableJobException(
          "%s: \"type\" is %s; it has to be one of %s"
              .formatted(name, text, String.join(", ", types)));
    }
    if (colon >= 0 && !text.substring(colon + 1).equals(arch)) {
      throw new UnusableJobException(
          "%s: \"type\" is %s, and this machine is %s".formatted(name, text, arch));
    }
    return type;
  }

  private Optional<Object> args(JsonNode node) throws UnusableJobException {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      throw new UnusableJobException(name + ": \"args\" has to be an object");
    }
    return Optional.ofNullable(value(node));
  }

  private List<@Nullable Object> inputs(JsonNode job) throws UnusableJobException {
    String member = job.has("dynamic_args") ? "dynamic_args" : "inputs";
    JsonNode node = job.path(member);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new UnusableJobException(
          "%s: \"%s\" has to be a list: the results of the jobs that this one depends on"
              .formatted(name, member));
    }
    List<@Nullable Object> inputs = new ArrayList<>();
    node.forEach(input -> inputs.add(value(input)));
    return inputs;
  }

  private static @Nullable Object value(JsonNode node) {
    return Json.mapper().convertValue(node, Object.class);
  }
}
