package org.imagebuilder.imagebuilder.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads x-rh-identity; the checks and their order are what clients have always seen. */
final class RedHatHeader {
  static final String NAME = "x-rh-identity";

  private static final ObjectMapper JSON = IdentityText.reader();
  private static final String BAD_JSON =
      "Bad Request: x-rh-identity header is does not contain valid JSON";

  private RedHatHeader() {}

  static Identity read(List<String> values) throws IdentityRefused {
    if (values.isEmpty()) {
      throw new IdentityRefused(401, "Unauthorized: missing identity header");
    }
    if (values.size() > 1) {
      throw new IdentityRefused(400, "Bad Request: missing x-rh-identity header");
    }
    String header = values.getFirst();
    JsonNode root = json(decoded(header));
    JsonNode identity = object(root, "identity");
    String organisation = organisation(identity);
    String type = text(identity, "type");
    if (type.isEmpty()) {
      throw new IdentityRefused(400, "Bad Request: x-rh-identity header is missing type");
    }
    JsonNode user = object(identity, "user");
    String account = text(identity, "account_number");
    return new Identity(
        organisation,
        account,
        type,
        text(user, "email"),
        text(user, "username"),
        entitled(root, account),
        header);
  }

  private static String organisation(JsonNode identity) throws IdentityRefused {
    String internal = text(object(identity, "internal"), "org_id");
    String outer = text(identity, "org_id");
    String organisation = outer.isEmpty() ? internal : outer;
    if (!IdentityText.isOrganisation(organisation) || internal.isEmpty()) {
      throw new IdentityRefused(
          400, "Bad Request: x-rh-identity header has an invalid or missing org_id");
    }
    return organisation;
  }

  private static byte[] decoded(String header) throws IdentityRefused {
    try {
      return IdentityText.decoded(header);
    } catch (IllegalArgumentException failure) {
      throw new IdentityRefused(400, "Bad Request: unable to b64 decode x-rh-identity header");
    }
  }

  private static JsonNode json(byte[] bytes) throws IdentityRefused {
    try {
      JsonNode root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (root == null || !root.isObject()) {
        throw new IdentityRefused(400, BAD_JSON);
      }
      return root;
    } catch (JsonProcessingException failure) {
      throw new IdentityRefused(400, BAD_JSON);
    }
  }

  private static JsonNode object(JsonNode parent, String member) throws IdentityRefused {
    JsonNode child = parent.path(member);
    if (!child.isObject() && !child.isNull() && !child.isMissingNode()) {
      throw new IdentityRefused(400, BAD_JSON);
    }
    return child;
  }

  private static String text(JsonNode parent, String member) throws IdentityRefused {
    JsonNode child = parent.path(member);
    if (!child.isTextual() && !child.isNull() && !child.isMissingNode()) {
      throw new IdentityRefused(400, BAD_JSON);
    }
    String value = child.isTextual() ? child.textValue() : "";
    if (!IdentityText.isWhole(value)) {
      throw new IdentityRefused(400, BAD_JSON);
    }
    return value;
  }

  // Without a word about rhel, whoever has an account number is entitled.
  private static boolean entitled(JsonNode root, String account) throws IdentityRefused {
    JsonNode rhel = object(object(root, "entitlements"), "rhel");
    JsonNode entitled = rhel.path("is_entitled");
    if (!entitled.isBoolean() && !entitled.isNull() && !entitled.isMissingNode()) {
      throw new IdentityRefused(400, BAD_JSON);
    }
    return rhel.isMissingNode() ? !account.isEmpty() : entitled.booleanValue();
  }
}
