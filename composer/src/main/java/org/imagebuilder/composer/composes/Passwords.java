package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.imagebuilder.composer.errors.ErrorCode;

/** Turns the plain passwords of a request into hashes before anything is stored. */
final class Passwords {
  /** Hashing is slow on purpose; this many keep a request below a second. */
  static final int MOST = 64;

  /**
   * The time to hash one grows with the square of its length; no login takes a longer one either.
   */
  static final int LONGEST = 512;

  private static final Pattern HASH = Pattern.compile("\\$(5|6|2b|y)\\$[^:\\s\\p{Cntrl}]+");
  private static final List<String> USERS =
      List.of("/customizations/users", "/blueprint/customizations/user");

  private Passwords() {}

  /** Whether nothing has to be hashed or taken away. */
  static boolean areStorable(ObjectNode request) {
    return withPassword(request).stream().noneMatch(user -> isPlain(password(user)));
  }

  static void check(ObjectNode request) {
    for (String place : USERS) {
      String member = place.substring(1).replace('/', '.');
      int plain = 0;
      int i = 0;
      for (JsonNode user : request.at(place)) {
        String password = user.path("password").asText();
        if (isPlain(password)) {
          plain += password.isEmpty() ? 0 : 1;
          checkLength(password, member + "[" + i + "].password");
        }
        i++;
      }
      if (plain > MOST) {
        throw ErrorCode.INVALID_CUSTOMIZATION.because(
            member + ": more than " + MOST + " plain passwords, hash them yourself");
      }
    }
  }

  private static void checkLength(String password, String member) {
    if (isTooLong(password)) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          member + ": a plain one may have at most " + LONGEST + " bytes, take a shorter one");
    }
  }

  /** The same request without plain passwords. Takes some milliseconds per password. */
  static ObjectNode hashed(ObjectNode request) {
    ObjectNode copy = request.deepCopy();
    for (ObjectNode user : withPassword(copy)) {
      String password = password(user);
      if (password.isEmpty()) {
        // An empty password means none; an account without one cannot be entered by it.
        user.remove("password");
      } else if (isPlain(password)) {
        user.put("password", Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return copy;
  }

  /** The same request without any password, for an image that nobody will enter. */
  static ObjectNode without(ObjectNode request) {
    ObjectNode copy = request.deepCopy();
    withPassword(copy).forEach(user -> user.remove("password"));
    return copy;
  }

  private static List<ObjectNode> withPassword(ObjectNode request) {
    List<ObjectNode> users = new ArrayList<>();
    for (String place : USERS) {
      for (JsonNode user : request.at(place)) {
        if (user.has("password")) {
          users.add((ObjectNode) user);
        }
      }
    }
    return users;
  }

  private static String password(ObjectNode user) {
    return user.path("password").asText();
  }

  private static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }

  private static boolean isPlain(String password) {
    return !HASH.matcher(password).matches();
  }
}
