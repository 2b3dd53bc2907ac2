package org.imagebuilder.agent.uploads.koji;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Koji server that the worker has an account at.
 *
 * @param hub where calls go
 * @param relax how many times longer than usual everything may take
 */
record KojiServer(URI hub, String principal, Path keytab, int relax) {

  URI login() {
    String url = hub.toString();
    return URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/ssllogin");
  }

  String host() {
    return hub.getHost();
  }

  Duration relaxed(Duration usual) {
    return usual.multipliedBy(relax);
  }
}
