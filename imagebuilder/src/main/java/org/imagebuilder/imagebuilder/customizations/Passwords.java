package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Passwords of users: hashed before anything is kept, and never read back. */
public final class Passwords {
  /** Hashing is slow on purpose; this many keep a request below a second. */
  static final int MOST = 64;

  /** In bytes: the time for one grows with the square of its length, and no login takes more. */
  static final int LONGEST = 512;

  private static final List<String> HASHES = List.of("$2b$", "$5$", "$6$");
  private static final String SALT_LETTERS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SALT_LENGTH = 16;

  private Passwords() {}

  /** Refuses a request that would keep a processor busy with its passwords. */
  public static void check(JsonNode request) {
    if (inClear(request) > MOST) {
      throw new ApiException(
          ErrorCode.CUSTOMIZATION_INVALID,
          "customizations.users: more than " + MOST + " plain passwords, hash them yourself");
    }
    for (JsonNode user : users(request)) {
      checkLength(user.path("password"));
    }
  }

  private static void checkLength(JsonNode password) {
    if (isInClear(password)
        && password.textValue().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new ApiException(
          ErrorCode.CUSTOMIZATION_INVALID,
          "customizations.users: a plain password has at most " + LONGEST + " bytes");
    }
  }

  /** Whether there is a password in clear; hashing takes milliseconds and wants a thread for it. */
  public static boolean anyInClear(JsonNode request) {
    return inClear(request) > 0;
  }

  /** Replaces each password in clear by its hash, in place. */
  public static void hash(JsonNode request) {
    for (JsonNode user : users(request)) {
      if (isInClear(user.path("password")) && user instanceof ObjectNode object) {
        object.put("password", hashed(object.path("password").asText()));
      }
    }
  }

  private static int inClear(JsonNode request) {
    int found = 0;
    for (JsonNode user : users(request)) {
      if (isInClear(user.path("password"))) {
        found++;
      }
    }
    return found;
  }

  private static JsonNode users(JsonNode request) {
    return request.path("customizations").path("users");
  }

  private static boolean isInClear(JsonNode password) {
    String text = password.asText("");
    return password.isTextual() && !text.isEmpty() && HASHES.stream().noneMatch(text::startsWith);
  }

  private static String hashed(String password) {
    // Made here and not once: a native executable would carry its seed along.
    SecureRandom random = new SecureRandom();
    StringBuilder salt = new StringBuilder("$6$");
    for (int i = 0; i < SALT_LENGTH; i++) {
      salt.append(SALT_LETTERS.charAt(random.nextInt(SALT_LETTERS.length())));
    }
    return Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8), salt.toString());
  }
}
