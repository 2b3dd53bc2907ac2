package org.imagebuilder.composer.listeners;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.operations.StartException;
import org.jspecify.annotations.Nullable;

/**
 * The names for one of which a caller's certificate has to be valid, as a server's certificate is
 * for the name by which the server is called.
 */
record AllowedDomains(Set<String> hosts, Set<InetAddress> addresses) {
  /** Kinds of alternative names, as certificates number them. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-f:.]*:.*");

  AllowedDomains {
    hosts = Set.copyOf(hosts);
    addresses = Set.copyOf(addresses);
  }

  /** Reads the list of a configuration key. */
  static AllowedDomains of(List<String> names, String key) {
    Set<String> hosts = new HashSet<>();
    Set<InetAddress> addresses = new HashSet<>();
    for (String each : names) {
      String name = plain(each.strip());
      if (ADDRESS.matcher(name).matches()) {
        addresses.add(address(name, key));
      } else if (HOST.matcher(name).matches()) {
        hosts.add(name);
      } else {
        throw unusable(each, key, null);
      }
    }
    return new AllowedDomains(hosts, addresses);
  }

  /** Only alternative names count; the subject's common name is for people. */
  boolean accept(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names != null && accept(names);
  }

  /** As {@link X509Certificate#getSubjectAlternativeNames()} gives them. */
  boolean accept(Collection<? extends List<?>> alternativeNames) {
    Set<String> certified = new HashSet<>();
    for (List<?> each : alternativeNames) {
      if (each.get(1) instanceof String name) {
        if (each.getFirst().equals(DNS_NAME)) {
          certified.add(plain(name));
        } else if (each.getFirst().equals(IP_ADDRESS)
            && addresses.contains(InetAddress.ofLiteral(name))) {
          return true;
        }
      }
    }
    return hosts.stream().anyMatch(host -> isCertified(host, certified));
  }

  /** A wildcard stands for the whole first label, and never for all names below a top one. */
  private static boolean isCertified(String host, Set<String> certified) {
    int dot = host.indexOf('.');
    return certified.contains(host)
        || (dot > 0
            && host.indexOf('.', dot + 1) > 0
            && certified.contains("*" + host.substring(dot)));
  }

  private static InetAddress address(String name, String key) {
    try {
      return InetAddress.ofLiteral(name);
    } catch (IllegalArgumentException malformed) {
      throw unusable(name, key, malformed);
    }
  }

  private static StartException unusable(String name, String key, @Nullable Exception cause) {
    String sentence =
        "'%s' (%s) is neither a host name nor an address; patterns stand in certificates, not in this list"
            .formatted(name, key);
    return cause == null ? new StartException(sentence) : new StartException(sentence, cause);
  }

  /** Case does not count, nor does the dot of the root. */
  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
