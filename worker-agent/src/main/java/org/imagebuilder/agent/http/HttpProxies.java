package org.imagebuilder.agent.http;

import java.io.IOException;
import java.net.HttpURLConnection;
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
public record HttpProxies(
    Optional<HttpProxy> http, Optional<HttpProxy> https, List<String> direct) {

  public HttpProxies {
    direct = List.copyOf(direct);
  }

  public static HttpProxies none() {
    return new HttpProxies(Optional.empty(), Optional.empty(), List.of());
  }

  /** One proxy for all. */
  public static HttpProxies of(HttpProxy proxy) {
    return new HttpProxies(Optional.of(proxy), Optional.of(proxy), List.of());
  }

  /**
   * What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say; the same in small letters comes first.
   *
   * @throws IllegalArgumentException that names the variable and does not repeat its value
   */
  public static HttpProxies of(Map<String, String> environment) {
    return new HttpProxies(
        proxy(environment, "http_proxy"),
        proxy(environment, "https_proxy"),
        variable(environment, "no_proxy").stream()
            .flatMap(hosts -> Arrays.stream(hosts.split(",", -1)))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  /** A connection that leads through the proxy that is meant for the target, if one is. */
  HttpURLConnection open(URI target) throws IOException {
    Optional<HttpProxy> proxy = proxy(target);
    return proxy.isPresent()
        ? proxy.get().open(target)
        : (HttpURLConnection) target.toURL().openConnection(Proxy.NO_PROXY);
  }

  Optional<HttpProxy> proxy(URI target) {
    String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    return direct.stream().anyMatch(name -> isMeant(name, host))
        ? Optional.empty()
        : "https".equals(target.getScheme()) ? https : http;
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

  private static Optional<HttpProxy> proxy(Map<String, String> environment, String name) {
    try {
      return variable(environment, name).map(HttpProxy::of);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s %s".formatted(name.toUpperCase(Locale.ROOT), e.getMessage()), e);
    }
  }
}
