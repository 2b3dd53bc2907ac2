package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.imagebuilder.agent.testing.Der;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {

  /** In PKCS#8 the older form of a 2048-bit RSA key begins behind these bytes. */
  private static final int BEFORE_PKCS1 = 26;

  private final Path file;

  PemFilesTest(@TempDir Path directory) {
    file = directory.resolve("key.pem");
  }

  @Test
  void a_key_in_pkcs_8_is_read() throws Exception {
    KeyPair keys = keys("RSA", 2048);
    Files.writeString(file, Der.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));

    assertThat(PemFiles.key(file)).isEqualTo(keys.getPrivate());
  }

  @Test
  void an_rsa_key_in_the_older_form_is_read() throws Exception {
    KeyPair keys = keys("RSA", 2048);
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, BEFORE_PKCS1, pkcs8.length);
    Files.writeString(file, Der.pem("RSA PRIVATE KEY", pkcs1));

    assertThat(PemFiles.key(file)).isEqualTo(keys.getPrivate());
  }

  @Test
  void a_key_of_a_curve_in_the_older_form_is_read_from_behind_its_parameters() throws Exception {
    KeyPair keys = keys("EC", 256);
    byte[] number =
        HexFormat.of().parseHex("%064x".formatted(((ECPrivateKey) keys.getPrivate()).getS()));
    byte[] curve = Der.hex("06082a8648ce3d030107");
    byte[] sec1 =
        Der.sequence(Der.hex("020101"), Der.element(0x04, number), Der.element(0xa0, curve));
    Files.writeString(file, Der.pem("EC PARAMETERS", curve) + Der.pem("EC PRIVATE KEY", sec1));

    assertThat(((ECPrivateKey) PemFiles.key(file)).getS())
        .isEqualTo(((ECPrivateKey) keys.getPrivate()).getS());
  }

  @Test
  void a_key_with_a_passphrase_is_refused_with_its_file() throws Exception {
    Files.writeString(file, Der.pem("ENCRYPTED PRIVATE KEY", new byte[40]));

    assertThatThrownBy(() -> PemFiles.key(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("passphrase");
  }

  @Test
  void a_damaged_key_is_refused_without_showing_it() throws Exception {
    Files.writeString(file, Der.pem("EC PRIVATE KEY", Der.hex("3003020101")));

    assertThatThrownBy(() -> PemFiles.key(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("damaged")
        .hasNoCause();
  }

  @Test
  void a_file_that_is_no_certificate_is_named() throws Exception {
    Files.writeString(file, "nothing of the kind");

    assertThatThrownBy(() -> PemFiles.certificates(file))
        .hasMessageContaining(file + " holds no certificate");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> PemFiles.certificates(file))
        .hasMessageContaining(file + " does not exist");
  }

  private static KeyPair keys(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }
}
