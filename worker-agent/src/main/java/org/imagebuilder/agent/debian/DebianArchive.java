package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/**
 * Where Debian itself comes from.
 *
 * @param mirror URL of the archive
 * @param securityMirror URL of the security updates' archive
 * @param keyring file with the archive's keys on this machine
 */
record DebianArchive(String mirror, Optional<String> securityMirror, Path keyring) {

  /** Where the package debian-archive-keyring puts the keys, here and in every image. */
  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  /** Machines may follow a release by one of these names in place of its own. */
  private static final List<String> MOVING_SUITES =
      List.of("stable", "oldstable", "testing", "unstable", "sid");

  /** The configured archive, or else the one that the machine below this root uses itself. */
  static DebianArchive find(DebianSettings settings, Path root)
      throws JobErrorException, IOException {
    Path keyring = settings.keyring().orElse(Path.of(KEYRING));
    if (!Files.isReadable(keyring)) {
      throw unusable(
          "The keys of the Debian archive (%s) are missing: install the package"
                  .formatted(keyring.getFileName())
              + " debian-archive-keyring on the worker");
    }
    if (settings.mirror().isPresent()) {
      return new DebianArchive(
          checked(settings.mirror().get()), settings.securityMirror(), keyring);
    }
    List<AptSource> sources = ownSources(root);
    String mirror =
        first(sources, false, root)
            .orElseThrow(
                () ->
                    unusable(
                        "This worker's own apt sources name no Debian archive:"
                            + " set agent.debian.mirror to the URL of one"));
    Optional<String> security =
        settings.securityMirror().isPresent()
            ? settings.securityMirror()
            : first(sources, true, root);
    return new DebianArchive(mirror, security, keyring);
  }

  /** Sources of a suite as paragraphs that this machine's apt can read. */
  List<String> forHost(String suite) {
    return paragraphs(suite, keyring.toString());
  }

  /** The same for an image, where the keys come from Debian's package. */
  List<String> forImage(String suite) {
    return paragraphs(suite, KEYRING);
  }

  private List<String> paragraphs(String suite, String signedBy) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(paragraph(mirror, suite + " " + suite + "-updates", signedBy));
    securityMirror.ifPresent(uri -> paragraphs.add(paragraph(uri, suite + "-security", signedBy)));
    return paragraphs;
  }

  private static String paragraph(String uri, String suites, String signedBy) {
    return "Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n"
        .formatted(uri, suites, signedBy);
  }

  private static List<AptSource> ownSources(Path root) throws IOException {
    OsRelease release = OsRelease.read(root);
    if (!release.id().equals("debian")) {
      return List.of();
    }
    List<String> suites = new ArrayList<>(MOVING_SUITES);
    suites.add(release.codename());
    return AptSources.read(root.resolve("etc/apt")).stream()
        .filter(source -> source.components().contains("main"))
        .filter(source -> source.signedBy().map(DebianArchive::isDebianKey).orElse(true))
        .filter(source -> source.suites().stream().anyMatch(s -> suites.contains(release(s))))
        .toList();
  }

  private static Optional<String> first(List<AptSource> sources, boolean security, Path root)
      throws IOException {
    for (AptSource source : sources) {
      boolean matches = source.suites().stream().anyMatch(suite -> security == isSecurity(suite));
      if (matches && !source.uris().isEmpty()) {
        Optional<String> uri = resolved(source.uris().getFirst(), root);
        if (uri.isPresent()) {
          return uri;
        }
      }
    }
    return Optional.empty();
  }

  /** Some cloud images name a file with mirrors in place of one. */
  private static Optional<String> resolved(String uri, Path root) throws IOException {
    String scheme = "mirror+file:";
    if (!uri.startsWith(scheme)) {
      return Optional.of(uri).filter(DebianArchive::isUsable);
    }
    String path = uri.substring(scheme.length()).replaceFirst("^/+", "");
    Path list = root.resolve(path);
    return Files.isReadable(list)
        ? Files.readAllLines(list).stream()
            .map(line -> line.strip().split("\\s", 2)[0])
            .filter(DebianArchive::isUsable)
            .findFirst()
        : Optional.empty();
  }

  private static boolean isUsable(String uri) {
    return uri.matches("(https?|file):/[^\\s@]+");
  }

  private static String checked(String mirror) throws JobErrorException {
    if (!isUsable(mirror)) {
      throw unusable(
          "agent.debian.mirror must be an http, https or file URL without a password"
              + " (passwords belong into apt's auth.conf.d)");
    }
    return URI.create(mirror).toString();
  }

  private static boolean isDebianKey(String signedBy) {
    return signedBy.substring(signedBy.lastIndexOf('/') + 1).startsWith("debian-archive");
  }

  private static boolean isSecurity(String suite) {
    return suite.endsWith("-security") || suite.endsWith("/updates");
  }

  /** The release that a suite belongs to; backports and the like belong to none. */
  private static String release(String suite) {
    return suite.replaceFirst("(-security|/updates)$", "");
  }

  private static JobErrorException unusable(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_CONFIG, reason);
  }
}
