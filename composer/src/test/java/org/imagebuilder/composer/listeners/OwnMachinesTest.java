package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As on one's own machines: another base path, TLS, certificates of callers at both doors. */
@QuarkusTest
@TestProfile(OwnMachinesTest.Profile.class)
@SuppressWarnings("NullAway.Init")
class OwnMachinesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final String BASE = "/api/worker/v1";
  private static final String WORKERS = BASE + "/status";
  private static final String CLOUD = "/api/image-builder-composer/v2/errors/5";
  private static final String NOBODY = "";

  @Inject WorkerListener listener;
  @Inject MeterRegistry meters;
  @Inject TlsConfigurationRegistry registry;
  @Inject Event<CertificateUpdatedEvent> renewals;

  @TestHTTPResource(tls = true)
  URI cloud;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.ofEntries(
          Map.entry("composer.worker-api.base-path", BASE),
          Map.entry("composer.worker-api.tls-configuration-name", "house"),
          Map.entry("composer.worker-api.client-auth", "required"),
          Map.entry("composer.worker-api.allowed-domains", "worker.osbuild.org,localhost"),
          Map.entry("composer.cloud-api.client-auth", "required"),
          Map.entry("composer.cloud-api.allowed-domains", "worker.osbuild.org,localhost"),
          Map.entry("quarkus.http.tls-configuration-name", "house"),
          Map.entry("quarkus.http.insecure-requests", "disabled"),
          Map.entry("quarkus.http.test-ssl-port", "0"),
          Map.entry("quarkus.tls.house.key-store.p12.path", inUse().toString()),
          Map.entry("quarkus.tls.house.key-store.p12.password", TestCertificates.PASSWORD),
          Map.entry("quarkus.tls.house.trust-store.p12.path", CERTIFICATES.store("trust")),
          Map.entry("quarkus.tls.house.trust-store.p12.password", TestCertificates.PASSWORD));
    }
  }

  /** The server's key store, of which there is a new one now and then. */
  private static Path inUse() {
    Path store = Path.of(CERTIFICATES.store("in-use"));
    if (!Files.exists(store)) {
      use("server");
    }
    return store;
  }

  private static void use(String name) {
    try {
      Files.copy(
          Path.of(CERTIFICATES.store(name)),
          Path.of(CERTIFICATES.store("in-use")),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "localhost", "wildcard"})
  void a_certificate_for_an_allowed_name_is_let_in(String certificate) throws Exception {
    assertThat(getFromWorkers(certificate, WORKERS).statusCode()).isEqualTo(200);
    assertThat(getFromCloud(certificate).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "nameless", "stranger", "self-signed", NOBODY})
  void any_other_certificate_gets_no_answer(String certificate) {
    assertThatThrownBy(() -> getFromWorkers(certificate, WORKERS)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> getFromCloud(certificate)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "server"})
  void names_are_asked_for_after_certificates_were_renewed(String renewed) throws Exception {
    use(renewed);
    TlsConfiguration house = registry.get("house").orElseThrow();
    assertThat(house.reload()).isTrue();

    renewals.fire(new CertificateUpdatedEvent("house", house));

    Certificate expected = CERTIFICATES.certificate(renewed);
    Awaitility.await()
        // A handshake in the middle of the exchange may fail.
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              assertThat(shown(getFromWorkers("worker", WORKERS))).isEqualTo(expected);
              assertThat(shown(getFromCloud("worker"))).isEqualTo(expected);
            });
    any_other_certificate_gets_no_answer("other");
    any_other_certificate_gets_no_answer("stranger");
  }

  @Test
  void it_is_measured_until_when_the_certificate_is_good() throws Exception {
    X509Certificate own = (X509Certificate) CERTIFICATES.certificate("server");

    double measured =
        meters
            .get("image_builder_composer_certificate_expiry_timestamp_seconds")
            .tag("certificate", "house")
            .gauge()
            .value();

    // Another one may be in use, which was made at about the same time.
    assertThat(measured)
        .isCloseTo((double) own.getNotAfter().toInstant().getEpochSecond(), Offset.offset(120.0));
  }

  @Test
  void plain_http_is_not_answered() {
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(
                                URI.create("http://localhost:" + listener.port() + BASE))
                            .build(),
                        BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void answers_name_the_configured_base_path() throws Exception {
    assertThat(getFromWorkers("worker", WORKERS).body())
        .contains("\"href\":\"" + BASE + "/status\"");
  }

  @Test
  void the_contracts_own_base_path_is_not_known() throws Exception {
    assertThat(getFromWorkers("worker", "/api/image-builder-worker/v1/status").statusCode())
        .isEqualTo(404);
  }

  @Test
  void errors_carry_the_configured_base_path() throws Exception {
    assertThat(getFromWorkers("worker", BASE + "/errors/14").body()).contains(BASE + "/errors/14");
  }

  @Test
  void a_body_arrives_below_the_configured_base_path() throws Exception {
    HttpResponse<String> answer =
        client("worker")
            .send(
                HttpRequest.newBuilder(URI.create(listener.origin() + BASE + "/workers"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"arch\":\"x86_64\"}"))
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.body()).contains(BASE + "/workers");
  }

  @Test
  void the_document_names_the_configured_base_path() throws Exception {
    assertThat(getFromWorkers("worker", "/openapi.json").body())
        .contains("\"servers\":[{\"url\":\"" + BASE);
  }

  private HttpResponse<String> getFromWorkers(String certificate, String path) throws Exception {
    return get(certificate, URI.create(listener.origin() + path));
  }

  private HttpResponse<String> getFromCloud(String certificate) throws Exception {
    return get(certificate, cloud.resolve(CLOUD));
  }

  private static HttpResponse<String> get(String certificate, URI uri) throws Exception {
    return client(certificate).send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static Certificate shown(HttpResponse<?> answer) throws Exception {
    return answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private static HttpClient client(String certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(CERTIFICATES.load("trust"));
    context.init(
        certificate.equals(NOBODY) ? new KeyManager[0] : keys(certificate),
        trust.getTrustManagers(),
        null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyManager[] keys(String certificate) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(CERTIFICATES.load(certificate), TestCertificates.PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }
}
