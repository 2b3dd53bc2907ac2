package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.imagebuilder.composer.errors.ErrorCode;

/** Turns plain passwords into hashes before anything is stored, and hides both from readers. */
final class Passwords {
  /** Hashing is slow on purpose; this many keep a request below a second. */
  static final int MOST = 64;

  private static final Pattern HASH = Pattern.compile("\\$(5|6|2b|y)\\$[^:\\s\\p{Cntrl}]+");
  private static final String HIDDEN = "********";

  private Passwords() {}

  /** Whether nothing has to be hashed or taken away. */
  static boolean areStorable(Recipe recipe) {
    for (JsonNode user : recipe.blueprint().at("/customizations/user")) {
      if (user.has("password") && isPlain(user.path("password").asText())) {
        return false;
      }
    }
    return true;
  }

  static void check(Recipe recipe) {
    if (plain(recipe) > MOST) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          recipe.member() + ": more than " + MOST + " plain passwords, hash them yourself");
    }
  }

  /** The same recipe without plain passwords. Takes some milliseconds per password. */
  static Recipe hashed(Recipe recipe) {
    ObjectNode blueprint = recipe.blueprint().deepCopy();
    for (JsonNode user : blueprint.at("/customizations/user")) {
      String password = user.path("password").asText();
      if (password.isEmpty()) {
        // An empty password means none; an account without one cannot be entered by it.
        ((ObjectNode) user).remove("password");
      } else if (isPlain(password)) {
        String hash = Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8));
        ((ObjectNode) user).put("password", hash);
      }
    }
    return recipe.withBlueprint(blueprint);
  }

  /** A request as it may be kept and shown: nobody can log in or register with it. */
  static ObjectNode redacted(ObjectNode request) {
    ObjectNode copy = request.deepCopy();
    hide(copy.at("/customizations/users"));
    hide(copy.at("/blueprint/customizations/user"));
    if (copy.at("/customizations/subscription") instanceof ObjectNode subscription) {
      subscription.put("activation_key", HIDDEN);
    }
    return copy;
  }

  private static void hide(JsonNode users) {
    for (JsonNode user : users) {
      if (user.has("password")) {
        ((ObjectNode) user).put("password", HIDDEN);
      }
    }
  }

  private static long plain(Recipe recipe) {
    long plain = 0;
    for (JsonNode user : recipe.blueprint().at("/customizations/user")) {
      String password = user.path("password").asText();
      if (!password.isEmpty() && isPlain(password)) {
        plain++;
      }
    }
    return plain;
  }

  private static boolean isPlain(String password) {
    return !HASH.matcher(password).matches();
  }
}
