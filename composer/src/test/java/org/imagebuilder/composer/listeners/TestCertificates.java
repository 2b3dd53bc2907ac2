package org.imagebuilder.composer.listeners;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * Two authorities and whom they certified, made by the JDK's own tool: a key store for each name,
 * and one that trusts the first authority.
 */
public final class TestCertificates {
  public static final String PASSWORD = "not-a-secret";

  private static final String KEY = TestCertificates.class.getName();
  private static final String AUTHORITY = "authority";
  private static final String STRANGERS = "strangers";
  private static final String ALL = "all";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** The same ones for every class loader of this JVM: profile and test have different ones. */
  public static synchronized TestCertificates shared() {
    String known = System.getProperty(KEY);
    if (known != null) {
      return new TestCertificates(Path.of(known));
    }
    TestCertificates made = make();
    System.setProperty(KEY, made.directory.toString());
    return made;
  }

  private static TestCertificates make() {
    try {
      TestCertificates made = new TestCertificates(Files.createTempDirectory("certificates"));
      made.authority(AUTHORITY);
      made.authority(STRANGERS);
      made.certify("server", AUTHORITY, "san=dns:localhost");
      made.certify("localhost", AUTHORITY, "san=dns:localhost");
      made.certify("worker", AUTHORITY, "san=dns:worker.osbuild.org");
      made.certify("wildcard", AUTHORITY, "san=dns:*.osbuild.org");
      made.certify("other", AUTHORITY, "san=dns:worker.example.org,dns:osbuild.org");
      made.certify("nameless", AUTHORITY, "ku=digitalSignature");
      made.certify("stranger", STRANGERS, "san=dns:worker.osbuild.org");
      made.certify("self-signed", "", "san=dns:worker.osbuild.org");
      made.split();
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key store of this name. */
  public String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  /** The key store of this name, read. */
  KeyStore load(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(store(name)))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  /** The first authority's certificate, as files of authorities have it. */
  public Path authorityAsPem() {
    return directory.resolve(AUTHORITY + ".pem");
  }

  X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
    return (X509Certificate) load(name).getCertificate(name);
  }

  private void authority(String name) throws IOException {
    keytool(name, "CN=" + name, "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
  }

  private void certify(String name, String by, String extension) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-ext", extension));
    if (!by.isEmpty()) {
      arguments.addAll(List.of("-signer", by));
    }
    // Common names do not count any more, so all may have a good one.
    keytool(name, "CN=worker.osbuild.org", arguments.toArray(String[]::new));
  }

  private void split() throws IOException, GeneralSecurityException {
    KeyStore all = load(ALL);
    char[] password = PASSWORD.toCharArray();
    for (String name : Collections.list(all.aliases())) {
      KeyStore one = empty();
      one.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
      save(one, name);
    }
    Certificate authority = all.getCertificate(AUTHORITY);
    KeyStore trust = empty();
    trust.setCertificateEntry(AUTHORITY, authority);
    save(trust, "trust");
    String text = Base64.getMimeEncoder().encodeToString(authority.getEncoded());
    Files.writeString(
        authorityAsPem(), "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void save(KeyStore store, String name) throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(Path.of(store(name)))) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private void keytool(String name, String subject, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", subject));
    command.addAll(List.of("-keyalg", "EC", "-validity", "30", "-keystore", store(ALL)));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
