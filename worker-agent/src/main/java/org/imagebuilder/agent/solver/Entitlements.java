package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** This machine's subscription, as subscription-manager leaves it on the disk. */
public final class Entitlements {

  /** The name under which osbuild finds the subscription when it downloads. */
  public static final String SECRETS = "org.osbuild.rhsm";

  private static final Logger LOG = Logger.getLogger(Entitlements.class);
  private static final String KEY = "-key.pem";

  private final List<Path> directories;
  private final List<Path> authorities;

  /** Below the machine's root: its own, or what was handed into this container. */
  public static Entitlements below(Path root) {
    return new Entitlements(
        List.of(
            root.resolve("etc/pki/entitlement"), root.resolve("run/secrets/etc-pki-entitlement")),
        List.of(
            root.resolve("etc/rhsm/ca/redhat-uep.pem"),
            root.resolve("run/secrets/rhsm/ca/redhat-uep.pem")));
  }

  private Entitlements(List<Path> directories, List<Path> authorities) {
    this.directories = List.copyOf(directories);
    this.authorities = List.copyOf(authorities);
  }

  public boolean present() {
    return key().isPresent();
  }

  /** Helpers that look themselves prefer what they find. */
  void applyTo(ObjectNode repository) {
    key()
        .ifPresent(
            key -> {
              String path = key.toString();
              repository.put("sslclientkey", path);
              repository.put(
                  "sslclientcert", path.substring(0, path.length() - KEY.length()) + ".pem");
              authorities.stream()
                  .filter(Files::isReadable)
                  .findFirst()
                  .ifPresent(authority -> repository.put("sslcacert", authority.toString()));
            });
  }

  private Optional<Path> key() {
    TreeSet<Path> keys = new TreeSet<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + KEY)) {
          found.forEach(keys::add);
        } catch (IOException e) {
          LOG.warnf(e, "The subscription's keys cannot be read, directory=%s", directory);
        }
      }
    }
    return keys.stream().findFirst();
  }
}
