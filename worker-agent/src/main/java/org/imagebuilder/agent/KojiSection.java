package org.imagebuilder.agent;

import java.nio.file.Path;
import java.util.Optional;

/** One Koji server. */
public interface KojiSection {

  /** Kerberos principal that logs in there. */
  Optional<String> principal();

  /** File with the principal's key. */
  Optional<Path> keytab();

  /** How much longer than usual calls to this server may take. */
  Optional<Integer> relaxTimeoutFactor();
}
