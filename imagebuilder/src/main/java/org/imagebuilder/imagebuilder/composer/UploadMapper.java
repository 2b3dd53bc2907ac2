package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Which image type goes to which upload, and with which options. */
final class UploadMapper {
  /** The image type as composer calls it, and the options of its upload. */
  record Upload(String imageType, ObjectNode options) {}

  private static final Set<String> FILES =
      Set.of(
          "guest-image",
          "image-installer",
          "network-installer",
          "vsphere",
          "vsphere-ova",
          "wsl",
          "bootable-container-iso",
          "pxe-tar-xz",
          "raw",
          "tar",
          "container");

  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "ami", "aws",
          "vhd", "azure",
          "rhel-edge-commit", "edge-commit",
          "rhel-edge-installer", "edge-installer");

  private static final Set<String> EDGE = Set.of("edge-commit", "edge-installer");

  private static final String GENERATION = "hyper_v_generation";
  private static final List<String> GENERATIONS = List.of("V1", "V2");
  private static final List<String> AZURE =
      List.of("tenant_id", "subscription_id", "resource_group", "image_name", GENERATION);

  private final ComposerConfig config;

  UploadMapper(ComposerConfig config) {
    this.config = config;
  }

  Upload upload(ComposeOrder order) {
    JsonNode upload = order.imageRequest().path("upload_request");
    String type = OLD_NAMES.getOrDefault(order.imageType(), order.imageType());
    JsonNode options = upload.path("options");
    return switch (upload.path("type").asText()) {
      case "aws" -> new Upload(only("aws", type), aws(order, options));
      case "aws.s3" -> {
        if (!FILES.contains(type) && !EDGE.contains(type)) {
          throw new ApiException(ErrorCode.UPLOAD_TYPE_MISMATCH);
        }
        yield new Upload(type, object().put("region", config.awsRegion()));
      }
      case "gcp" -> new Upload(only("gcp", type), gcp(options));
      case "azure" -> new Upload(only("azure", type), azure(options));
      case "oci.objectstorage" -> new Upload(only("oci", type), object());
      default -> throw new ApiException(ErrorCode.UPLOAD_TYPE_MISMATCH);
    };
  }

  private static String only(String wanted, String type) {
    if (!wanted.equals(type)) {
      throw new ApiException(ErrorCode.UPLOAD_TYPE_MISMATCH);
    }
    return type;
  }

  private ObjectNode aws(ComposeOrder order, JsonNode options) {
    checkTexts(options, "share_with_accounts", "aws");
    checkTexts(options, "share_with_sources", "aws");
    JsonNode given = options.path("share_with_accounts");
    if (given.isEmpty() && order.sources().isEmpty()) {
      throw new ApiException(ErrorCode.UPLOAD_WITHOUT_ACCOUNTS);
    }
    ObjectNode mapped = object().put("region", config.awsRegion());
    ArrayNode accounts = mapped.putArray("share_with_accounts");
    given.forEach(accounts::add);
    order.found().accounts().forEach(accounts::add);
    return mapped;
  }

  private ObjectNode gcp(JsonNode options) {
    checkTexts(options, "share_with_accounts", "GCP");
    ObjectNode mapped =
        object().put("region", config.gcpRegion()).put("bucket", config.gcpBucket().orElse(""));
    if (options.hasNonNull("share_with_accounts")) {
      mapped.set("share_with_accounts", options.get("share_with_accounts").deepCopy());
    }
    return mapped;
  }

  private static ObjectNode azure(JsonNode options) {
    for (String member : new TreeSet<>(AZURE)) {
      JsonNode value = options.path(member);
      if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
        throw new ApiException(ErrorCode.UPLOAD_OPTIONS_UNREADABLE, "Azure");
      }
    }
    if (!options.hasNonNull("tenant_id") || !options.hasNonNull("subscription_id")) {
      throw new ApiException(ErrorCode.UPLOAD_WITHOUT_TENANT);
    }
    String generation = options.path(GENERATION).asText();
    if (options.hasNonNull(GENERATION) && !GENERATIONS.contains(generation)) {
      throw new ApiException(
          ErrorCode.UPLOAD_OPTION_INVALID,
          GENERATION,
          generation,
          String.join(" or ", GENERATIONS));
    }
    ObjectNode mapped = Members.copied(options, AZURE);
    if (!mapped.has("resource_group")) {
      mapped.put("resource_group", "");
    }
    return mapped;
  }

  private static void checkTexts(JsonNode options, String member, String kind) {
    JsonNode list = options.path(member);
    boolean texts = list.isArray();
    for (JsonNode item : list) {
      texts &= item.isTextual();
    }
    if (!texts && !list.isMissingNode() && !list.isNull()) {
      throw new ApiException(ErrorCode.UPLOAD_OPTIONS_UNREADABLE, kind);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
