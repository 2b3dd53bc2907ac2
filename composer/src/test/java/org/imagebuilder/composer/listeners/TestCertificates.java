package org.imagebuilder.composer.listeners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Key stores of a server and a client that trust each other, made by the JDK's own tool. */
final class TestCertificates {
  static final String PASSWORD = "not-a-secret";

  private static final String KEY = TestCertificates.class.getName();

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** The same ones for every class loader of this JVM: profile and test have different ones. */
  static synchronized TestCertificates shared() {
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
      made.pair("server");
      made.pair("client");
      made.trust("server", "client");
      made.trust("client", "server");
      return made;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private void pair(String name) throws IOException {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        store(name));
    keytool("-exportcert", "-alias", name, "-keystore", store(name), "-file", certificate(name));
  }

  private void trust(String whom, String by) throws IOException {
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        whom,
        "-file",
        certificate(whom),
        "-keystore",
        store(by + "-trust"));
  }

  private String certificate(String name) {
    return directory.resolve(name + ".crt").toString();
  }

  private static void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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
