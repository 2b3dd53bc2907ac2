package org.imagebuilder.agent.uploads;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import org.imagebuilder.agent.http.PemKeys;

/** A private RSA key in PEM, as clouds hand them out. */
public final class PemKey {

  private final PrivateKey key;

  private PemKey(PrivateKey key) {
    this.key = key;
  }

  /** The message of a failure says what is wrong with the form, never what is in the key. */
  public static PemKey parse(String text) throws InvalidKeyException {
    PrivateKey key = PemKeys.first(text);
    if (!key.getAlgorithm().equals("RSA")) {
      throw new InvalidKeyException("holds a private key that is not of the kind RSA");
    }
    return new PemKey(key);
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
}
