package org.imagebuilder.agent.uploads.oci;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Signs requests to Oracle's cloud (signature version 1). */
final class OciSigner {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final OciAccount account;
  private final InstantSource clock;

  OciSigner(OciAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  /**
   * The headers to send but Host and Content-Length, which the connection writes itself.
   *
   * @param body of a POST, which is signed, too; files are not, object storage exempts them
   */
  Map<String, String> headers(
      String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("date", TIME.format(clock.instant()));
    Map<String, String> signed = new HashMap<>(all);
    signed.put("(request-target)", target(method, uri));
    signed.put("host", host(uri));
    List<String> names = new ArrayList<>(List.of("date", "(request-target)", "host"));
    if (body.isPresent()) {
      all.put("content-type", "application/json");
      all.put("x-content-sha256", sha256(body.get()));
      signed.putAll(all);
      signed.put("content-length", Integer.toString(body.get().length));
      names.addAll(List.of("content-length", "content-type", "x-content-sha256"));
    }
    String toSign =
        names.stream()
            .map(name -> name + ": " + signed.get(name))
            .collect(Collectors.joining("\n"));
    String signature = Base64.getEncoder().encodeToString(account.key().sign(toSign));
    all.put(
        "authorization",
        "Signature version=\"1\",keyId=\"%s\",algorithm=\"rsa-sha256\",headers=\"%s\",signature=\"%s\""
            .formatted(account.keyId(), String.join(" ", names), signature));
    return all;
  }

  private static String target(String method, URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return method.toLowerCase(Locale.ROOT) + " " + uri.getRawPath() + query;
  }

  private static String host(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static String sha256(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
