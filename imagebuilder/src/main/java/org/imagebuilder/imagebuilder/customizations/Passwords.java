package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.List;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Passwords of users: hashed before anything is kept, and never read back. */
public final class Passwords {
  private static final List<String> HASHES = List.of("$2b$", "$5$", "$6$");
  private static final String SALT_LETTERS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SALT_LENGTH = 16;

  private Passwords() {}

  /** Whether there is a password in clear; hashing takes milliseconds and wants a thread for it. */
  public static boolean anyInClear(JsonNode request) {
    for (JsonNode user : users(request)) {
      if (isInClear(user.path("password"))) {
        return true;
      }
    }
    return false;
  }

  /** Replaces each password in clear by its hash, in place. */
  public static void hash(JsonNode request) {
    for (JsonNode user : users(request)) {
      if (isInClear(user.path("password")) && user instanceof ObjectNode object) {
        object.put("password", hashed(object.path("password").asText()));
      }
    }
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
    return Sha2Crypt.sha512Crypt(
        password.getBytes(java.nio.charset.StandardCharsets.UTF_8), salt.toString());
  }
}
