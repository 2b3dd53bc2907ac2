package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpProxiesTest {

  private final HttpProxies proxies =
      HttpProxies.of(
          Map.of(
              "HTTPS_PROXY", "http://proxy.example.com:3128",
              "http_proxy", "other.example.com:8080",
              "NO_PROXY", "169.254.169.254, .corp.example.com,localhost"));

  @Test
  void each_scheme_has_its_own() {
    assertThat(proxies.proxy(URI.create("https://a.example.org/")).toString())
        .contains("proxy.example.com")
        .contains("3128");
    assertThat(proxies.proxy(URI.create("http://a.example.org/")).toString())
        .contains("other.example.com")
        .contains("8080");
  }

  @Test
  void named_hosts_and_domains_are_reached_directly() {
    for (String host : new String[] {"169.254.169.254", "s3.corp.example.com", "localhost"}) {
      assertThat(proxies.proxy(URI.create("http://" + host + "/"))).isEmpty();
    }
  }

  @Test
  void a_host_that_only_ends_alike_is_not_meant() {
    assertThat(proxies.proxy(URI.create("http://notlocalhost/"))).isPresent();
  }

  @Test
  void a_variable_that_names_no_proxy_is_named_and_not_repeated() {
    assertThatThrownBy(() -> HttpProxies.of(Map.of("https_proxy", "http://user:can ary@h")))
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("can ary");
  }

  @Test
  void without_variables_there_is_none() {
    assertThat(HttpProxies.of(Map.of()).proxy(URI.create("https://a.example.org/"))).isEmpty();
  }
}
