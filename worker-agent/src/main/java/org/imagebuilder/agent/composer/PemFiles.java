package org.imagebuilder.agent.composer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM; what cannot be read is named with its file. */
final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]+)-----END \\1-----");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** In a SEC1 key the name of the curve stands behind this tag. */
  private static final int CURVE = 0xa0;

  private PemFiles() {}

  static List<Certificate> certificates(Path file) throws IOException {
    byte[] content = read(file);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
      if (found.isEmpty()) {
        throw new IOException("%s holds no certificate in PEM".formatted(file));
      }
      return List.copyOf(found);
    } catch (CertificateException e) {
      throw new IOException("%s holds no certificate in PEM".formatted(file), e);
    }
  }

  /** PKCS#8, or what openssl wrote before: PKCS#1 for RSA, SEC1 for elliptic curves. */
  static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException("%s holds no private key in PEM".formatted(file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2).strip());
      return switch (pem.group(1)) {
        case "PRIVATE KEY" -> pkcs8(der);
        case "RSA PRIVATE KEY" -> pkcs8(wrapped(RSA, der));
        case "EC PRIVATE KEY" -> pkcs8(wrapped(element(SEQUENCE, joined(EC, curve(der))), der));
        default ->
            throw new IOException(
                "The private key in %s has a passphrase; store it without one".formatted(file));
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause could tell what it read.
      throw new IOException(
          "The private key in %s cannot be used: it is damaged, has a passphrase, or is of another"
                  .formatted(file)
              + " kind than RSA and EC");
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("%s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  /** PKCS#8 says the algorithm in front of the older forms. */
  private static byte[] wrapped(byte[] algorithm, byte[] der) {
    return element(SEQUENCE, joined(joined(VERSION_0, algorithm), element(OCTET_STRING, der)));
  }

  /** Steps through the members of the key until the curve's name. */
  private static byte[] curve(byte[] sec1) {
    int at = content(sec1, 0);
    while (at < sec1.length) {
      int begin = content(sec1, at);
      int end = begin + length(sec1, at);
      if ((sec1[at] & 0xff) == CURVE) {
        return Arrays.copyOfRange(sec1, begin, end);
      }
      at = end;
    }
    throw new IllegalArgumentException("no curve");
  }

  private static int content(byte[] der, int at) {
    int first = byteAt(der, at + 1);
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = byteAt(der, at + 1);
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << Byte.SIZE | byteAt(der, at + 2 + i);
    }
    if (length < 0) {
      throw new IllegalArgumentException("a length that cannot be");
    }
    return length;
  }

  private static int byteAt(byte[] der, int at) {
    if (at >= der.length) {
      throw new IllegalArgumentException("cut short");
    }
    return der[at] & 0xff;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 0x80) {
      der.write(content.length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / Byte.SIZE;
      der.write(0x80 | bytes);
      for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        der.write(content.length >> shift);
      }
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
