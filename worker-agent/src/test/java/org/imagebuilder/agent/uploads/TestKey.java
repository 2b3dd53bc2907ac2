package org.imagebuilder.agent.uploads;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A fresh RSA key, as files have it, and the check of what it signed. */
public final class TestKey {

  private static final int BEFORE_PKCS1 = 26;
  private final KeyPair pair;

  public TestKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String pkcs8() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** The same key without what PKCS#8 puts around it; true for keys of 2048 bits. */
  public String pkcs1() {
    byte[] wrapped = pair.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(wrapped, BEFORE_PKCS1, wrapped.length));
  }

  public boolean signed(String text, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(pair.getPublic());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  public static String pem(String kind, byte[] der) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.writeBytes(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, lines.toString(StandardCharsets.US_ASCII), kind);
  }
}
