package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * One upload that a request asks for: its type, its options as the request has them, and the member
 * of the request that holds them.
 */
public record UploadChoice(UploadType type, JsonNode options, String member) {
  private static final Map<UploadType, List<String>> NEEDED =
      Map.of(
          UploadType.AWS, List.of("region", "share_with_accounts"),
          UploadType.AWS_S3, List.of("region"),
          UploadType.GCP, List.of("region"),
          UploadType.AZURE, List.of("tenant_id", "subscription_id", "resource_group"));
  private static final Map<UploadType, Set<String>> FURTHER =
      Map.of(
          UploadType.AWS, Set.of("snapshot_name"),
          UploadType.AWS_S3, Set.of("public"),
          UploadType.GCP, Set.of("bucket", "image_name", "share_with_accounts"),
          UploadType.AZURE, Set.of("location", "image_name", "hyper_v_generation"),
          UploadType.CONTAINER, Set.of("name", "tag"));

  /** What every registry takes; anything else would fail when the image is built already. */
  private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9][a-z0-9._:/-]{0,254}");

  private static final Pattern CONTAINER_TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /** Options that belong to another type, or lack what this one needs, are refused. */
  public UploadChoice {
    for (String name : NEEDED.getOrDefault(type, List.of())) {
      if (isAbsent(options.path(name))) {
        throw refusal(member + "." + name + ": is needed for an upload of type " + type.apiName());
      }
    }
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      if (!belongs(type, option.getKey()) && !isInjected(option)) {
        throw refusal(
            member
                + "."
                + option.getKey()
                + ": an upload of type "
                + type.apiName()
                + " has no such option");
      }
    }
    if (type == UploadType.CONTAINER) {
      check(options.path("name"), CONTAINER_NAME, member + ".name", "in lower case, as team/edge");
      check(options.path("tag"), CONTAINER_TAG, member + ".tag", "a tag of a container, as 1.2");
    }
  }

  private static void check(JsonNode option, Pattern pattern, String at, String wanted) {
    String text = option.asText();
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      throw refusal(at + ": '" + text + "' has to be " + wanted);
    }
  }

  /** The complete target; the id makes names unique where the request gives none. */
  public UploadTarget target(UploadedImage image, String id) {
    String madeUp = "composer-api-" + id;
    return switch (type) {
      case AWS ->
          new AwsTarget(
              text("snapshot_name").orElse(madeUp),
              needed("region"),
              madeUp,
              texts("share_with_accounts"),
              awsBootMode(image.bootMode()));
      case AWS_S3 ->
          new AwsS3Target(madeUp, needed("region"), madeUp, options.path("public").asBoolean());
      case GCP ->
          new GcpTarget(
              text("image_name").orElse(madeUp),
              needed("region"),
              image.distribution(),
              text("bucket"),
              madeUp + ".tar.gz",
              texts("share_with_accounts"));
      case AZURE ->
          new AzureTarget(
              text("image_name").orElse(madeUp),
              needed("tenant_id"),
              text("location"),
              needed("subscription_id"),
              needed("resource_group"),
              text("hyper_v_generation").orElse("V1"));
      case CONTAINER -> new ContainerTarget(containerName(image, id));
      case OCI -> new OciTarget(madeUp);
      case LOCAL -> new LocalTarget(image.filename());
    };
  }

  private String containerName(UploadedImage image, String id) {
    return text("name")
        .map(name -> name + ":" + text("tag").orElse(id))
        .orElse(image.distribution() + ":" + id);
  }

  private static Optional<String> awsBootMode(String imageBootMode) {
    return switch (imageBootMode) {
      case "hybrid" -> Optional.of("uefi-preferred");
      case "uefi" -> Optional.of("uefi");
      case "legacy" -> Optional.of("legacy-bios");
      default -> Optional.empty();
    };
  }

  private String needed(String name) {
    return options.path(name).asText();
  }

  private Optional<String> text(String name) {
    return Optional.of(options.path(name).asText()).filter(text -> !text.isEmpty());
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    options.path(name).forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static boolean belongs(UploadType type, String name) {
    return NEEDED.getOrDefault(type, List.of()).contains(name)
        || FURTHER.getOrDefault(type, Set.of()).contains(name);
  }

  /** The contract writes defaults of the first shape that fits, which may be another type's. */
  private static boolean isInjected(Map.Entry<String, JsonNode> option) {
    return "public".equals(option.getKey()) && !option.getValue().asBoolean();
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || (value.isTextual() && value.asText().isEmpty());
  }

  private static RuntimeException refusal(String details) {
    return ErrorCode.JSON_UNMARSHALLING_ERROR.because(details);
  }
}
