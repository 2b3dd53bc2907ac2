package org.imagebuilder.agent.registries;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a container image, in full.
 *
 * @param registry host, perhaps with a port
 * @param repository path there
 * @param tag empty when a digest says it exactly
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {

  private static final String DOCKER_HUB = "docker.io";
  private static final int MAX_LENGTH = 512;

  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:docker://)?(?<name>[^@]+?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(?::\\d{1,5})?");

  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

  /** Empty when the text is no reference; a short one is completed as Docker does. */
  public static Optional<ImageReference> parse(String text) {
    Matcher whole = WHOLE.matcher(text);
    if (text.length() > MAX_LENGTH || !whole.matches()) {
      return Optional.empty();
    }
    String name = whole.group("name");
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hosted = isRegistry(first);
    String registry = hosted ? first : DOCKER_HUB;
    String path = hosted ? name.substring(slash + 1) : slash < 0 ? "library/" + name : name;
    if (!REGISTRY.matcher(registry).matches() || !REPOSITORY.matcher(path).matches()) {
      return Optional.empty();
    }
    Optional<String> digest = Optional.ofNullable(whole.group("digest"));
    Optional<String> tag = Optional.ofNullable(whole.group("tag"));
    return Optional.of(
        new ImageReference(
            registry,
            path,
            tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag,
            digest));
  }

  /** The text begins with a registry's name, instead of leaving it to who completes it. */
  public static boolean namesRegistry(String text) {
    int slash = text.indexOf('/');
    return text.startsWith("docker://") || (slash > 0 && isRegistry(text.substring(0, slash)));
  }

  private static boolean isRegistry(String first) {
    return first.matches(".*[.:\\]].*") || first.equals("localhost");
  }

  /** Registry and repository. */
  public String name() {
    return registry + "/" + repository;
  }

  /** What a registry is asked for. */
  public String version() {
    return digest.or(() -> tag).orElseThrow();
  }

  /** Where the registry's own interface is. */
  public String host() {
    return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
  }

  @Override
  public String toString() {
    return name()
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(text -> "@" + text).orElse("");
  }
}
