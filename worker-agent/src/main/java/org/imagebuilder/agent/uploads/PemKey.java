package org.imagebuilder.agent.uploads;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private RSA key in PEM, as clouds hand them out: PKCS#8, or the older PKCS#1. */
public final class PemKey {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]+)-----END \\1-----");

  /** What PKCS#8 says in front of a PKCS#1 key: version 0, algorithm rsaEncryption. */
  private static final byte[] VERSION_AND_ALGORITHM =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private final PrivateKey key;

  private PemKey(PrivateKey key) {
    this.key = key;
  }

  /** The message of a failure says what is wrong with the form, never what is in the key. */
  public static PemKey parse(String text) throws InvalidKeyException {
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new InvalidKeyException("there is no PEM block with a private key");
    }
    return switch (pem.group(1)) {
      case "PRIVATE KEY" -> ofPkcs8(decoded(pem.group(2)));
      case "RSA PRIVATE KEY" -> ofPkcs8(wrapped(decoded(pem.group(2))));
      case "ENCRYPTED PRIVATE KEY" ->
          throw new InvalidKeyException("the key has a passphrase; store it without one");
      default ->
          throw new InvalidKeyException(
              "the PEM block is a " + pem.group(1) + ", not a private RSA key");
    };
  }

  /** With RSA and SHA-256. */
  public byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A private RSA key cannot sign", e);
    }
  }

  @Override
  public String toString() {
    return "PemKey[secret]";
  }

  private static PemKey ofPkcs8(byte[] der) throws InvalidKeyException {
    try {
      return new PemKey(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      // The cause may tell what it read.
      throw new InvalidKeyException("the PEM block holds no private RSA key");
    }
  }

  private static byte[] decoded(String base64) throws InvalidKeyException {
    if (base64.contains(":")) {
      throw new InvalidKeyException("the key has a passphrase; store it without one");
    }
    try {
      return Base64.getMimeDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the PEM block is damaged");
    }
  }

  private static byte[] wrapped(byte[] pkcs1) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_AND_ALGORITHM);
    content.writeBytes(element(OCTET_STRING, pkcs1));
    return element(SEQUENCE, content.toByteArray());
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
