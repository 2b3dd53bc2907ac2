package org.imagebuilder.imagebuilder.compliance;

import java.util.Locale;

/** How a service of an image can be meant, in the order in which findings are told. */
enum ServiceState {
  ENABLED,
  MASKED,
  DISABLED;

  /** The member that lists such services, which is also the word for it. */
  String member() {
    return name().toLowerCase(Locale.ROOT);
  }
}
