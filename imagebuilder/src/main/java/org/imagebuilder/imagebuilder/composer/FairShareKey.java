package org.imagebuilder.imagebuilder.composer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names an organisation towards composer's queue, in at most 64 plain characters. */
final class FairShareKey {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private FairShareKey() {}

  static String of(String organisation) {
    if (PLAIN.matcher(organisation).matches()) {
      return organisation;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(organisation.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
