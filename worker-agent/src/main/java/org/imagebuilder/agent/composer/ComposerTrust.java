package org.imagebuilder.agent.composer;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.imagebuilder.agent.http.PemFiles;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed, and which certificate the agent shows. */
final class ComposerTrust {

  private static final char[] IN_MEMORY = new char[0];

  private ComposerTrust() {}

  /** For composer: the authorities of a file instead of the system's, and the agent's identity. */
  static SSLContext ofComposer(
      Optional<Path> authority, Optional<ComposerSettings.Identity> identity) throws IOException {
    try {
      KeyManager @Nullable [] keys = identity.isEmpty() ? null : keys(identity.get());
      TrustManager @Nullable [] trusted =
          authority.isEmpty() ? null : trusting(store(PemFiles.certificates(authority.get())));
      return context(keys, trusted);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** For the token server: it may be public or have its certificate from the same authority. */
  static SSLContext ofTokenServer(Optional<Path> authority) throws IOException {
    try {
      if (authority.isEmpty()) {
        return context(null, null);
      }
      KeyStore store = store(PemFiles.certificates(authority.get()));
      for (TrustManager manager : trusting(null)) {
        if (manager instanceof X509TrustManager system) {
          for (X509Certificate issuer : system.getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + store.size(), issuer);
          }
        }
      }
      return context(null, trusting(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  static SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    return parameters;
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trusted, new SecureRandom());
    return context;
  }

  private static KeyManager[] keys(ComposerSettings.Identity identity)
      throws IOException, GeneralSecurityException {
    KeyStore store = store(List.of());
    store.setKeyEntry(
        "agent",
        PemFiles.key(identity.key()),
        IN_MEMORY,
        PemFiles.certificates(identity.certificate()).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trusting(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore store(List<Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate authority : authorities) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    return store;
  }
}
