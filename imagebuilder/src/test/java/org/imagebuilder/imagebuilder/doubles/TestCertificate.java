package org.imagebuilder.imagebuilder.doubles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate of localhost that signs itself, made anew with the JDK's keytool. */
public final class TestCertificate {

  private static final String PASSWORD = "made-for-a-test";

  private static final String ALIAS = "own";

  private final Path store;
  private final Path pem;

  private TestCertificate(Path store, Path pem) {
    this.store = store;
    this.pem = pem;
  }

  public static TestCertificate in(Path directory) throws IOException, InterruptedException {
    Path store = directory.resolve("server.p12");
    Path pem = directory.resolve("server.pem");
    List<String> key = List.of("-alias", ALIAS, "-keystore", store.toString());
    keytool(
        "-genkeypair", key, "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
    keytool("-exportcert", key, "-rfc", "-file", pem.toString());
    return new TestCertificate(store, pem);
  }

  /** For clients. */
  public Path pem() {
    return pem;
  }

  /** For servers that read files: the key of the certificate, for nobody else's eyes. */
  public Path key() throws IOException, GeneralSecurityException {
    byte[] key = store().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    Path file = pem.resolveSibling(pem.getFileName() + ".key");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key)));
  }

  /** For servers. */
  public SSLContext server() throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(store)) {
      keys.load(content, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void keytool(String command, List<String> key, String... arguments)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    argv.add(command);
    argv.addAll(key);
    argv.addAll(List.of("-storepass", PASSWORD));
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
