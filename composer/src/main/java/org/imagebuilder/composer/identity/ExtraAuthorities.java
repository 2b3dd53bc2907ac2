package org.imagebuilder.composer.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.imagebuilder.composer.operations.StartException;
import org.jspecify.annotations.Nullable;

/** Certificate authorities of a file, trusted besides those of the system. */
final class ExtraAuthorities {
  private ExtraAuthorities() {}

  /** Trusts both; the key is named where the file cannot be used. */
  static TrustManagerFactory besidesTheSystems(Path file, String key) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : read(file)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new CertificateException("it holds no certificate");
      }
      for (Certificate each : systems()) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      return factory(store);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new StartException(
          "the file of certificate authorities %s (%s) cannot be used: %s"
              .formatted(file, key, unusable),
          unusable);
    }
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static List<X509Certificate> systems() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        all.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return all;
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
