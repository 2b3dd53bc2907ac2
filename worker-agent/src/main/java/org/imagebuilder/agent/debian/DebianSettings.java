package org.imagebuilder.agent.debian;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the engine works on this machine.
 *
 * @param cache what may be thrown away but saves time: package files, package lists, the tool root
 * @param architecture of this machine, as the contracts spell it
 * @param mirror URL of the Debian archive; empty: the one of this machine's own apt sources
 * @param securityMirror URL of the archive of security updates; empty: the one of this machine's
 *     own apt sources, or none where the mirror is configured
 * @param keyring keys of the archive; empty: those of the package debian-archive-keyring
 * @param listAge how old package lists may be before they are fetched again
 * @param packageCacheBytes bound of the kept package files
 * @param toolTimeout after which a single tool is killed
 */
public record DebianSettings(
    Path cache,
    String architecture,
    Optional<String> mirror,
    Optional<String> securityMirror,
    Optional<Path> keyring,
    Duration listAge,
    long packageCacheBytes,
    Duration toolTimeout) {

  private static final Duration LIST_AGE = Duration.ofMinutes(30);
  private static final long PACKAGE_CACHE_BYTES = 4L << 30;
  private static final Duration TOOL_TIMEOUT = Duration.ofHours(1);

  /** The settings that suit most machines. */
  public static DebianSettings of(Path cache, String architecture, Optional<String> mirror) {
    return new DebianSettings(
        cache,
        architecture,
        mirror,
        Optional.empty(),
        Optional.empty(),
        LIST_AGE,
        PACKAGE_CACHE_BYTES,
        TOOL_TIMEOUT);
  }
}
