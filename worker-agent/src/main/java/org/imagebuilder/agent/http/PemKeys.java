package org.imagebuilder.agent.http;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM: PKCS#8, or what openssl wrote before, PKCS#1 for RSA and SEC1 for elliptic
 * curves.
 */
public final class PemKeys {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]+)-----END \\1-----");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** In a SEC1 key the name of the curve stands behind this tag. */
  private static final int CURVE = 0xa0;

  private PemKeys() {}

  /**
   * The first key in the text. The message of a failure goes on after the name of what it was to be
   * read from; it never says what is in the key.
   */
  public static PrivateKey first(String text) throws InvalidKeyException {
    Matcher pem = KEY.matcher(text);
    if (!pem.find()) {
      throw new InvalidKeyException("holds no private key in PEM");
    }
    String base64 = pem.group(2).strip();
    // The older forms say so in headers.
    if (pem.group(1).startsWith("ENCRYPTED") || base64.contains(":")) {
      throw new InvalidKeyException("holds a private key with a passphrase; store it without one");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return switch (pem.group(1)) {
        case "PRIVATE KEY" -> pkcs8(der);
        case "RSA PRIVATE KEY" -> pkcs8(wrapped(RSA, der));
        case "EC PRIVATE KEY" -> pkcs8(wrapped(element(SEQUENCE, joined(EC, curve(der))), der));
        default -> throw new InvalidKeyException(pem.group(1));
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause could tell what it read.
      throw new InvalidKeyException(
          "holds a private key that is damaged, or of another kind than RSA and EC");
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
