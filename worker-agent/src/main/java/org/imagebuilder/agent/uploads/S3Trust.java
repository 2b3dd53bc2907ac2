package org.imagebuilder.agent.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: the system's, those of one file, or, for tests, anybody's. */
record S3Trust(Optional<SSLSocketFactory> sockets, boolean anyHost) {

  static S3Trust of(Optional<Path> caBundle, boolean anybody)
      throws IOException, GeneralSecurityException {
    if (anybody) {
      return new S3Trust(Optional.of(sockets(new TrustManager[] {new Anybody()})), true);
    }
    return caBundle.isEmpty()
        ? new S3Trust(Optional.empty(), false)
        : new S3Trust(Optional.of(sockets(trusting(caBundle.get()))), false);
  }

  void applyTo(HttpsURLConnection connection) {
    sockets.ifPresent(connection::setSSLSocketFactory);
    if (anyHost) {
      connection.setHostnameVerifier((host, session) -> true);
    }
  }

  private static TrustManager[] trusting(Path caBundle)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream bundle = Files.newInputStream(caBundle)) {
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
        store.setCertificateEntry("ca-" + number++, authority);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLSocketFactory sockets(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, new SecureRandom());
    return context.getSocketFactory();
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, @Nullable String type) {}

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, @Nullable String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
