package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;
import org.imagebuilder.composer.listeners.TestCertificates;
import org.imagebuilder.composer.operations.StartException;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets over https, from a host whose authority the system does not know. */
class ExtraAuthoritiesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final String KEY = "composer.identity.cloud-api.ca-file";

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    Awaited.of(vertx.close());
  }

  @Test
  void keys_come_from_a_host_that_the_file_vouches_for() {
    URI issuer = issuer("localhost");

    assertThat(Awaited.of(fetch(issuer, CERTIFICATES.authorityAsPem()))).containsOnlyKeys("secure");
  }

  @Test
  void keys_do_not_come_from_a_host_that_nobody_vouches_for() {
    URI issuer = issuer("localhost");
    KeySetClient plain = new KeySetClient(vertx, new HttpClientOptions(), Duration.ofSeconds(5));

    assertThatThrownBy(() -> Awaited.of(plain.fetch(issuer)))
        .hasStackTraceContaining("SSLHandshake");
  }

  @Test
  void a_host_of_another_name_is_not_the_issuer() {
    URI issuer = issuer("other");

    assertThatThrownBy(() -> Awaited.of(fetch(issuer, CERTIFICATES.authorityAsPem())))
        .hasStackTraceContaining("SSLHandshake");
  }

  @Test
  void the_systems_authorities_stay_trusted() {
    X509TrustManager trusting =
        (X509TrustManager)
            ExtraAuthorities.besidesTheSystems(CERTIFICATES.authorityAsPem(), KEY)
                .getTrustManagers()[0];

    assertThat(Arrays.stream(trusting.getAcceptedIssuers()))
        .hasSizeGreaterThan(1)
        .anyMatch(each -> each.getSubjectX500Principal().getName().equals("CN=authority"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"})
  void a_file_without_certificates_stops_the_start(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), content);

    assertThatThrownBy(() -> ExtraAuthorities.besidesTheSystems(file, KEY))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll(KEY, file.toString());
  }

  @Test
  void a_file_that_is_not_there_stops_the_start() {
    Path file = directory.resolve("none.pem");

    assertThatThrownBy(() -> ExtraAuthorities.besidesTheSystems(file, KEY))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll(KEY, file.toString());
  }

  private Future<Map<String, List<PublicKey>>> fetch(URI issuer, Path authorities) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setTrustOptions(
                TrustOptions.wrap(ExtraAuthorities.besidesTheSystems(authorities, KEY)));
    return new KeySetClient(vertx, options, Duration.ofSeconds(5)).fetch(issuer);
  }

  private URI issuer(String certificate) {
    PfxOptions store =
        new PfxOptions()
            .setPath(CERTIFICATES.store(certificate))
            .setPassword(TestCertificates.PASSWORD);
    String keys = new JsonWebKeySet(TestIssuer.newKey("secure")).toJson();
    HttpServer server =
        Awaited.of(
            vertx
                .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(store))
                .requestHandler(request -> request.response().end(keys))
                .listen(0, "localhost"));
    return URI.create("https://localhost:" + server.actualPort() + "/certs");
  }
}
