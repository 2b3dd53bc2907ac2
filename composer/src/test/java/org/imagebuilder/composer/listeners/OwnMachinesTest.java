package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The worker API as on one's own machines: another base path, TLS, certificates of agents. */
@QuarkusTest
@TestProfile(OwnMachinesTest.Profile.class)
@SuppressWarnings("NullAway.Init")
class OwnMachinesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final String BASE = "/api/worker/v1";

  @Inject WorkerListener listener;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "composer.worker-api.base-path",
          BASE,
          "composer.worker-api.tls-configuration-name",
          "workers",
          "composer.worker-api.client-auth",
          "required",
          "quarkus.tls.workers.key-store.p12.path",
          CERTIFICATES.store("server"),
          "quarkus.tls.workers.key-store.p12.password",
          TestCertificates.PASSWORD,
          "quarkus.tls.workers.trust-store.p12.path",
          CERTIFICATES.store("server-trust"),
          "quarkus.tls.workers.trust-store.p12.password",
          TestCertificates.PASSWORD);
    }
  }

  @Test
  void an_agent_with_a_certificate_is_let_in() throws Exception {
    HttpResponse<String> answer = get(true, BASE + "/status");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"href\":\"" + BASE + "/status\"");
  }

  @Test
  void an_agent_without_a_certificate_is_not() {
    assertThatThrownBy(() -> get(false, BASE + "/status")).isInstanceOf(IOException.class);
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
  void the_contracts_own_base_path_is_not_known() throws Exception {
    assertThat(get(true, "/api/image-builder-worker/v1/status").statusCode()).isEqualTo(404);
  }

  @Test
  void errors_carry_the_configured_base_path() throws Exception {
    assertThat(get(true, BASE + "/errors/14").body()).contains(BASE + "/errors/14");
  }

  @Test
  void a_body_arrives_below_the_configured_base_path() throws Exception {
    HttpResponse<String> answer =
        client(true)
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
    assertThat(get(true, "/openapi.json").body()).contains("\"servers\":[{\"url\":\"" + BASE);
  }

  private HttpResponse<String> get(boolean withCertificate, String path) throws Exception {
    return client(withCertificate)
        .send(
            HttpRequest.newBuilder(URI.create(listener.origin() + path)).build(),
            BodyHandlers.ofString());
  }

  private static HttpClient client(boolean withCertificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(load("client-trust"));
    context.init(withCertificate ? keys() : new KeyManager[0], trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyManager[] keys() throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load("client"), TestCertificates.PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }

  private static KeyStore load(String name) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(CERTIFICATES.store(name)))) {
      store.load(in, TestCertificates.PASSWORD.toCharArray());
    }
    return store;
  }
}
