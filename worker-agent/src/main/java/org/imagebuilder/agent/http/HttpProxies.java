package org.imagebuilder.agent.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Through which proxy a server is reached.
 *
 * @param http for plain addresses
 * @param https for encrypted ones
 * @param direct hosts, domains and {@code *} that need none
 */
public record HttpProxies(Optional<URI> http, Optional<URI> https, List<String> direct) {

  public HttpProxies {
    direct = List.copyOf(direct);
  }

  public static HttpProxies none() {
    return new HttpProxies(Optional.empty(), Optional.empty(), List.of());
  }

  /** One proxy for all. */
  public static HttpProxies of(URI proxy) {
    return new HttpProxies(Optional.of(proxy), Optional.of(proxy), List.of());
  }

  /** What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say; the same in small letters comes first. */
  public static HttpProxies of(Map<String, String> environment) {
    return new HttpProxies(
        uri(variable(environment, "http_proxy")),
        uri(variable(environment, "https_proxy")),
        variable(environment, "no_proxy").stream()
            .flatMap(hosts -> Arrays.stream(hosts.split(",", -1)))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  Proxy proxy(URI target) {
    Optional<URI> proxy = "https".equals(target.getScheme()) ? https : http;
    String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    if (proxy.isEmpty() || direct.stream().anyMatch(name -> isMeant(name, host))) {
      return Proxy.NO_PROXY;
    }
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.get().getHost(), port(proxy)));
  }

  private static int port(Optional<URI> proxy) {
    return proxy.map(URI::getPort).filter(port -> port > 0).orElse(80);
  }

  /** A domain means its hosts, too, with or without a dot before it. */
  private static boolean isMeant(String name, String host) {
    String domain =
        name.startsWith("*.") || name.startsWith(".")
            ? name.substring(name.indexOf('.') + 1)
            : name;
    return name.equals("*") || host.equals(domain) || host.endsWith("." + domain);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    @Nullable String small = environment.get(name);
    return Optional.ofNullable(
            small == null ? environment.get(name.toUpperCase(Locale.ROOT)) : small)
        .filter(value -> !value.isBlank());
  }

  /** Some write a proxy without its scheme. */
  private static Optional<URI> uri(Optional<String> text) {
    return text.map(value -> value.contains("://") ? value : "http://" + value)
        .map(URI::create)
        .filter(uri -> uri.getHost() != null);
  }
}
