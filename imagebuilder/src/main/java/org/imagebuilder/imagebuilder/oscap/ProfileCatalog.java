package org.imagebuilder.imagebuilder.oscap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** The profiles of the security guide; the file of a distribution is read when first needed. */
@Singleton
class ProfileCatalog {
  private static final String FOLDER = "/oscap/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> fileByDistribution = new HashMap<>();
  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonNode> files = new ConcurrentHashMap<>();

  ProfileCatalog() {
    read("index")
        .properties()
        .forEach(
            file -> {
              for (JsonNode name : file.getValue().path("listed")) {
                fileByDistribution.put(name.asText(), file.getKey());
                listed.add(name.asText());
              }
              for (JsonNode name : file.getValue().path("unlisted")) {
                fileByDistribution.put(name.asText(), file.getKey());
              }
            });
  }

  /** Ids of the profiles that the distribution shows, in the order that clients know. */
  List<String> profiles(String distribution) {
    if (!listed.contains(distribution)) {
      throw new ApiException(ErrorCode.OSCAP_NO_PROFILES);
    }
    List<String> ids = new ArrayList<>();
    profilesOf(distribution).fieldNames().forEachRemaining(ids::add);
    return ids;
  }

  /** What the profile asks of an image of the distribution. */
  ObjectNode customizations(String distribution, String profile) {
    if (profilesOf(distribution).path(profile) instanceof ObjectNode found) {
      return found.deepCopy();
    }
    throw new ApiException(ErrorCode.OSCAP_PROFILE_UNKNOWN, profile, distribution);
  }

  /** Every distribution that has profiles, shown or not. */
  Set<String> distributions() {
    return Set.copyOf(fileByDistribution.keySet());
  }

  private JsonNode profilesOf(String distribution) {
    String file = fileByDistribution.get(distribution);
    if (file == null) {
      return JSON.createObjectNode();
    }
    return files.computeIfAbsent(file, ProfileCatalog::read).path("profiles");
  }

  private static JsonNode read(String name) {
    String file = FOLDER + name + ".json";
    try (InputStream resource = ProfileCatalog.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " is not in the program");
      }
      return JSON.readTree(resource);
    } catch (IOException failure) {
      throw new UncheckedIOException(file, failure);
    }
  }
}
