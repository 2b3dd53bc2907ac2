package org.imagebuilder.agent.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** As much of ASN.1 as certificates and keys need. */
public final class Der {

  private Der() {}

  public static byte[] sequence(byte[]... members) {
    return element(0x30, members);
  }

  public static byte[] element(int tag, byte[]... members) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] member : members) {
      content.writeBytes(member);
    }
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.size() < 0x80) {
      der.write(content.size());
    } else if (content.size() < 0x100) {
      der.write(0x81);
      der.write(content.size());
    } else {
      der.write(0x82);
      der.write(content.size() >> 8);
      der.write(content.size());
    }
    der.writeBytes(content.toByteArray());
    return der.toByteArray();
  }

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  public static String pem(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, base64, label);
  }
}
