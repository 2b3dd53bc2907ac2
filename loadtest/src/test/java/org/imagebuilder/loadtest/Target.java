package org.imagebuilder.loadtest;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The imagebuilder under load; only one on this machine is accepted. */
final class Target {
  private Target() {}

  static HttpProtocolBuilder imagebuilder() {
    var url = URI.create(System.getProperty("url", "http://127.0.0.1:8086"));
    if (!url.getHost().matches("127\\..*|localhost|\\[::1]")) {
      throw new IllegalArgumentException("url: load goes to this machine only, not to " + url);
    }
    return http.baseUrl(url + "/api/image-builder/v1")
        .header("x-rh-identity", identity())
        .contentTypeHeader("application/json");
  }

  static int number(String name, int otherwise) {
    return Integer.getInteger(name, otherwise);
  }

  private static String identity() {
    var json =
        """
        {"identity":{"org_id":"load","type":"User","internal":{"org_id":"load"}}}""";
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
