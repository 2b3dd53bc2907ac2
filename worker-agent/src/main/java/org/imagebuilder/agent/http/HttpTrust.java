package org.imagebuilder.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: the system's, those of files, or, for tests, anybody's. */
public record HttpTrust(Optional<SSLSocketFactory> sockets, boolean anyHost) {

  /** The system's authorities. */
  public static HttpTrust usual() {
    return new HttpTrust(Optional.empty(), false);
  }

  /** The authorities of a file instead of the system's, or anybody. */
  public static HttpTrust of(Optional<Path> caBundle, boolean anybody)
      throws IOException, GeneralSecurityException {
    if (anybody) {
      return new HttpTrust(Optional.of(sockets(new TrustManager[] {new Anybody()})), true);
    }
    return caBundle.isEmpty()
        ? new HttpTrust(Optional.empty(), false)
        : new HttpTrust(Optional.of(sockets(trusting(caBundle.get()))), false);
  }

  /** The authorities of a file or the system's, and a certificate to show to who asks for one. */
  public static HttpTrust showing(Optional<Path> caBundle, Path key, Path certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        PemFiles.key(key),
        new char[0],
        PemFiles.certificates(certificate).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    TrustManager @Nullable [] trusted = caBundle.isEmpty() ? null : trusting(caBundle.get());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), trusted, new SecureRandom());
    return new HttpTrust(Optional.of(context.getSocketFactory()), false);
  }

  /**
   * The system's authorities and those of a directory; shows the certificate that lies there. Its
   * files are called as podman and docker have them: {@code *.crt} for authorities, {@code *.cert}
   * and {@code *.key} of one name for a certificate to show.
   */
  public static HttpTrust ofDirectory(Path directory) throws IOException, GeneralSecurityException {
    KeyStore own = empty();
    for (Path file : files(directory, ".cert")) {
      String name = file.getFileName().toString().replaceFirst("\\.cert$", "");
      own.setKeyEntry(
          name,
          PemFiles.key(directory.resolve(name + ".key")),
          new char[0],
          PemFiles.certificates(file).toArray(new Certificate[0]));
    }
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(own, new char[0]);
    KeyStore believed = system();
    for (Path file : files(directory, ".crt")) {
      int number = 0;
      for (Certificate authority : PemFiles.certificates(file)) {
        believed.setCertificateEntry(file.getFileName() + "-" + number++, authority);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), believing(believed), new SecureRandom());
    return new HttpTrust(Optional.of(context.getSocketFactory()), false);
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (NotDirectoryException | NoSuchFileException e) {
      throw new IOException("%s is no directory".formatted(directory), e);
    }
  }

  private static KeyStore system() throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    KeyStore store = empty();
    int number = 0;
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager system) {
        for (Certificate authority : system.getAcceptedIssuers()) {
          store.setCertificateEntry("system-" + number++, authority);
        }
      }
    }
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static TrustManager[] believing(KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }

  void applyTo(HttpsURLConnection connection) {
    sockets.ifPresent(connection::setSSLSocketFactory);
    if (anyHost) {
      connection.setHostnameVerifier((host, session) -> true);
    }
  }

  private static TrustManager[] trusting(Path caBundle)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    try (InputStream bundle = Files.newInputStream(caBundle)) {
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
        store.setCertificateEntry("ca-" + number++, authority);
      }
      if (number == 0) {
        throw new IOException(caBundle + " holds no certificate");
      }
    }
    return believing(store);
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
