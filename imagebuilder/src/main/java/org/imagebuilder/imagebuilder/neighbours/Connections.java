package org.imagebuilder.imagebuilder.neighbours;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jspecify.annotations.Nullable;

/**
 * The ways to neighbours. Their clients are built by hand: of those that Quarkus injects it reads
 * some sixty settings each, under several names, at every start, and that took longer than anything
 * else there.
 */
@Singleton
public class Connections {
  private static final String ALL = "all";

  private final TlsConfigurationRegistry encryption;
  private final AnswerBound bound;

  Connections(TlsConfigurationRegistry encryption, AnswerBound bound) {
    this.encryption = encryption;
    this.bound = bound;
  }

  /**
   * Builds clients of a neighbour.
   *
   * @param key what the names of its settings begin with; sentences and metrics tell by it
   * @throws IllegalStateException where a setting leads nowhere
   */
  public QuarkusRestClientBuilder to(String key, ConnectionConfig config) {
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(address(key, config))
            .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
            // Metrics tell neighbours apart by this name.
            .httpClientOptionsCustomizer(
                options -> options.setMetricsName("rest-client|" + name(key)))
            .clientLogger(bound)
            .loggingScope(LoggingScope.REQUEST_RESPONSE);
    config
        .tlsConfigurationName()
        .ifPresent(name -> builder.tlsConfiguration(encryption(key, name)));
    config.proxy().ifPresent(proxy -> use(key, proxy, builder));
    return builder;
  }

  /**
   * A kind of calls to a neighbour.
   *
   * @param kind what settings and metrics call it, one word, for so it can be part of a variable:
   *     {@code post} is {@code composer.post}
   * @param rules what they may take where an operator set nothing else
   */
  public Calls calls(String key, GuardedConfig config, String kind, CallRules rules) {
    return new GuardedCalls(name(key) + "." + kind, rules(config.calls(), kind, rules));
  }

  private static CallRules rules(Map<String, CallConfig> set, String kind, CallRules rules) {
    @Nullable CallConfig all = set.get(ALL);
    CallRules ofAll = all == null ? rules : rules.changedForAllBy(all);
    @Nullable CallConfig own = set.get(kind);
    return own == null ? ofAll : ofAll.changedBy(own);
  }

  /** Of {@code imagebuilder.composer.token}: {@code composer-token}. */
  private static String name(String key) {
    return key.substring(key.indexOf('.') + 1).replace('.', '-');
  }

  private static URI address(String key, ConnectionConfig config) {
    return config
        .url()
        .filter(url -> url.getHost() != null)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    key + ".url has to be an address such as https://service.example.com/api"));
  }

  private TlsConfiguration encryption(String key, String name) {
    return encryption
        .get(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    key + ".tls-configuration-name: there are no settings quarkus.tls." + name));
  }

  private static void use(String key, URI proxy, QuarkusRestClientBuilder builder) {
    if (proxy.getHost() == null || proxy.getPort() < 0) {
      throw new IllegalStateException(
          key
              + ".proxy has to be a URL with host and port, such as"
              + " http://proxy.example.com:3128");
    }
    builder.proxyAddress(proxy.getHost(), proxy.getPort());
    String user = proxy.getUserInfo();
    if (user != null) {
      String[] parts = user.split(":", 2);
      builder.proxyUser(parts[0]);
      builder.proxyPassword(parts.length > 1 ? parts[1] : "");
    }
  }
}
