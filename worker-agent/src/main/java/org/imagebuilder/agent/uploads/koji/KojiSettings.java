package org.imagebuilder.agent.uploads.koji;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which Koji servers the worker has an account at, and the tools to log in there.
 *
 * @param accounts by the name of the host
 * @param kinit gets a ticket from Kerberos
 * @param curl shows it to the hub
 * @param pause the first one after a failure
 */
public record KojiSettings(
    Map<String, Account> accounts, String kinit, String curl, Duration pause) {

  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

  public KojiSettings {
    accounts = Map.copyOf(accounts);
  }

  /**
   * One account.
   *
   * @param principal by its name in Kerberos
   * @param keytab file with its key
   * @param relax how many times longer than usual calls may take, and pauses between them
   */
  public record Account(Optional<String> principal, Optional<Path> keytab, int relax) {}

  /** What is wrong, as a sentence; without accounts there is nothing to be wrong. */
  Optional<String> problem() {
    List<String> problems = new ArrayList<>();
    for (String host : accounts.keySet().stream().sorted().toList()) {
      try {
        server(host, URI.create("https://" + host));
      } catch (KojiException | IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  /** The server with this URL of its hub. */
  KojiServer server(String url) throws KojiException {
    try {
      URI hub = URI.create(url);
      String host = hub.getHost() == null ? "" : hub.getHost().toLowerCase(Locale.ROOT);
      boolean safe =
          "https".equals(hub.getScheme())
              || ("http".equals(hub.getScheme()) && THIS_MACHINE.contains(host));
      if (safe && hub.getUserInfo() == null && hub.getQuery() == null && !host.isEmpty()) {
        return server(host, hub);
      }
    } catch (IllegalArgumentException e) {
      // The same sentence.
    }
    throw new KojiException(
        "server has to be the https URL of Koji's hub, as https://koji.example.com/kojihub");
  }

  private KojiServer server(String host, URI hub) throws KojiException {
    String key = "agent.koji.\"%s\"".formatted(host);
    Account account = accounts.get(host);
    if (account == null) {
      throw new KojiException(
          "The worker has no account at %s: set %s.principal and %s.keytab"
              .formatted(host, key, key));
    }
    String principal =
        account
            .principal()
            .filter(name -> !name.isBlank() && !name.startsWith("-"))
            .orElseThrow(() -> new KojiException("Set %s.principal".formatted(key)));
    Path keytab =
        account.keytab().orElseThrow(() -> new KojiException("Set %s.keytab".formatted(key)));
    if (!Files.isReadable(keytab)) {
      throw new KojiException("%s.keytab: %s cannot be read".formatted(key, keytab));
    }
    if (account.relax() < 1) {
      throw new KojiException(
          "%s.relax-timeout-factor has to be 1 or more: %d".formatted(key, account.relax()));
    }
    return new KojiServer(hub, principal, keytab.toAbsolutePath(), account.relax());
  }
}
