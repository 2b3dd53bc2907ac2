package org.imagebuilder.imagebuilder.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Reads X-Fedora-Identity: the user is the organisation, and never entitled to RHEL. */
final class FedoraHeader {
  static final String NAME = "X-Fedora-Identity";

  private static final ObjectMapper JSON = IdentityText.reader();

  private FedoraHeader() {}

  static Identity read(List<String> values) throws IdentityRefused {
    if (values.size() != 1) {
      throw new ApiException(ErrorCode.FEDORA_IDENTITY_MISSING);
    }
    String user = user(values.getFirst());
    if (!IdentityText.isOrganisation(user)) {
      throw new IdentityRefused(400, "Identity does not contain a user");
    }
    return new Identity(user, "", "", "", user, false, values.getFirst());
  }

  private static String user(String header) throws IdentityRefused {
    try {
      JsonNode root = JSON.readTree(IdentityText.decoded(header));
      if (root != null && root.isObject()) {
        JsonNode user = root.path("user");
        if ((user.isTextual() && IdentityText.isWhole(user.textValue()))
            || user.isMissingNode()
            || user.isNull()) {
          return user.isTextual() ? user.textValue() : "";
        }
      }
    } catch (IOException | IllegalArgumentException failure) {
      // Told below: whatever is wrong with it, the header is not readable.
    }
    throw new IdentityRefused(400, "Identity header does not contain valid JSON");
  }
}
