package org.imagebuilder.agent.http;

import java.util.Map;

/**
 * What Java's own HTTP clients take from the properties of the process, and only once: to be set
 * before the first call. What whoever starts the agent has set stays.
 */
public final class HttpDefaults {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Also where a machine's Java would still greet by the older ones.
          "jdk.tls.client.protocols", "TLSv1.3,TLSv1.2",
          // By default passwords are kept from proxies that lead to encrypted servers.
          "jdk.http.auth.tunneling.disabledSchemes", "none",
          // Whether a call may be made twice is known to who makes it.
          "sun.net.http.retryPost", "false");

  private HttpDefaults() {}

  public static void set() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
