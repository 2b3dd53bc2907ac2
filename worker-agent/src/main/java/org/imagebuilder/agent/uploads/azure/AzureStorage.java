package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.CloudCaller;

/** The storage account through which images of one resource group go. */
final class AzureStorage {

  private static final String VERSION = "2023-01-01";
  private static final String ACCOUNTS = "/providers/Microsoft.Storage/storageAccounts";
  private static final String TAG = "imageBuilderStorageAccount";
  private static final int NAME_BYTES = 11;
  private static final int MAX_PAGES = 100;

  private static final AzureGateway.Aim AIM =
      new AzureGateway.Aim(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "find or make a storage account in the resource group",
          "Microsoft.Storage/storageAccounts/read, write and listKeys/action there (role"
              + " Contributor)");

  private final AzureGateway azure;

  AzureStorage(AzureGateway azure) {
    this.azure = azure;
  }

  /** The name of the account that was made for images in this location, or of a new one. */
  String account(String location) throws JobErrorException, InterruptedException {
    String purpose = "location=" + location;
    URI page = azure.uri(ACCOUNTS, VERSION);
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      JsonNode list = azure.get(AIM, page);
      for (JsonNode account : list.path("value")) {
        if (account.path("tags").path(TAG).asText().equals(purpose)) {
          return account.path("name").asText();
        }
      }
      Optional<URI> next = next(page, list.path("nextLink").asText());
      if (next.isEmpty()) {
        return create(location, purpose);
      }
      page = next.get();
    }
    throw JobErrorException.of(AIM.code(), "Azure's list of storage accounts has no end");
  }

  /** The first of an account's keys. */
  String key(String account) throws JobErrorException, InterruptedException {
    URI uri = azure.uri(ACCOUNTS + "/" + CloudCaller.encoded(account) + "/listKeys", VERSION);
    String key = azure.post(AIM, uri).path("keys").path(0).path("value").asText();
    if (key.isEmpty()) {
      throw JobErrorException.of(
          AIM.code(), "The storage account %s has no key".formatted(account));
    }
    return key;
  }

  private String create(String location, String purpose)
      throws JobErrorException, InterruptedException {
    byte[] random = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(random);
    String name = "ib" + HexFormat.of().formatHex(random);
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.put("location", location).put("kind", "StorageV2");
    account.putObject("sku").put("name", "Standard_LRS");
    account.putObject("tags").put(TAG, purpose);
    account
        .putObject("properties")
        .put("allowBlobPublicAccess", false)
        .put("minimumTlsVersion", "TLS1_2");
    azure.put(AIM, azure.uri(ACCOUNTS + "/" + name, VERSION), account);
    return name;
  }

  /** The token goes to the same host only, and never in the clear. */
  private static Optional<URI> next(URI page, String link) throws JobErrorException {
    if (link.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI next = page.resolve(link);
      if (page.getAuthority().equals(next.getAuthority())
          && page.getScheme().equals(next.getScheme())) {
        return Optional.of(next);
      }
    } catch (IllegalArgumentException e) {
      // The same sentence.
    }
    throw JobErrorException.of(
        AIM.code(), "Azure's list of storage accounts goes on at another host");
  }
}
