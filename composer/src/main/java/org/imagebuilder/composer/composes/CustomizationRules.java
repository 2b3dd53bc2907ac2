package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;

/** Refuses customizations that an image type cannot do, or that contradict themselves. */
final class CustomizationRules {
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,64})?");
  private static final Pattern REPOSITORY_FILE = Pattern.compile("[\\w.-]{1,250}\\.repo");

  private final Recipe recipe;
  private final JsonNode customizations;

  private CustomizationRules(Recipe recipe) {
    this.recipe = recipe;
    this.customizations = recipe.blueprint().path("customizations");
  }

  static void check(Recipe recipe, ImageType imageType) {
    CustomizationRules rules = new CustomizationRules(recipe);
    rules.head();
    SupportedCustomizations.check(recipe, imageType);
    rules.partitioning();
    PathRules.check(rules.customizations, recipe.member());
    AccountRules.check(recipe);
    rules.containers();
    rules.repositories();
    rules.installers(imageType);
    rules.openscap();
    rules.certificates();
  }

  /** What can be said of a blueprint without knowing the image that it is for. */
  static void checkHead(Recipe recipe) {
    new CustomizationRules(recipe).head();
  }

  /** Blueprint files hold text only. */
  static void checkTextOnly(Recipe recipe) {
    int i = 0;
    for (JsonNode file : recipe.blueprint().at("/customizations/files")) {
      if (file.has(BlueprintTranslation.ENCODING)) {
        throw refusal(
            recipe.member() + ".files[" + i + "].data",
            "only text in UTF-8 can be written into images other than Debian's");
      }
      i++;
    }
  }

  private void head() {
    String version = recipe.blueprint().path("version").asText();
    if (!VERSION.matcher(version).matches()) {
      throw ErrorCode.FAILED_TO_INITIALIZE_BLUEPRINT.because(
          "blueprint.version: '" + version + "' has to be three numbers with dots");
    }
    for (String list : List.of("packages", "modules", "groups")) {
      int i = 0;
      for (JsonNode entry : recipe.blueprint().path(list)) {
        String name = entry.path("name").asText();
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
          throw ErrorCode.FAILED_TO_INITIALIZE_BLUEPRINT.because(list + "[" + i + "]: has no name");
        }
        i++;
      }
    }
  }

  private void partitioning() {
    if (recipe.partitioningMode().equals("raw") || recipe.partitioningMode().equals("lvm")) {
      if (!customizations.has("disk")) {
        throw ErrorCode.INVALID_PARTITIONING_MODE.because(
            recipe.member() + ".partitioning_mode: only auto-lvm can be built, leave it out");
      }
    }
  }

  private void containers() {
    int i = 0;
    for (JsonNode container : recipe.blueprint().path("containers")) {
      if (container.path("source").asText().isBlank()) {
        // Blueprints have the list beside their customizations.
        String at = recipe.member().startsWith("blueprint") ? "blueprint" : recipe.member();
        throw refusal(at + ".containers[" + i + "].source", "has to name a container");
      }
      i++;
    }
  }

  private void repositories() {
    int i = 0;
    for (JsonNode repository : customizations.path("repositories")) {
      String at = member("repositories") + "[" + i + "]";
      String id = repository.path("id").asText();
      if (id.isEmpty()) {
        throw refusal(at + ".id", "is needed");
      }
      String file = Trees.text(repository, "filename").orElse(id);
      if (!REPOSITORY_FILE.matcher(file.endsWith(".repo") ? file : file + ".repo").matches()) {
        throw refusal(at + ".filename", "'" + file + "' is no name of a repository file");
      }
      if (Trees.isEmpty(repository.path("baseurls"))
          && Trees.text(repository, "mirrorlist").isEmpty()
          && Trees.text(repository, "metalink").isEmpty()) {
        throw refusal(at + ".baseurl", "give it a baseurl, a mirrorlist or a metalink");
      }
      if (repository.path("gpgcheck").asBoolean() && Trees.isEmpty(repository.path("gpgkeys"))) {
        throw refusal(at + ".gpgkey", "is needed, because check_gpg is true");
      }
      i++;
    }
  }

  private void installers(ImageType imageType) {
    JsonNode fdo = customizations.path("fdo");
    if (!Trees.isEmpty(fdo)) {
      if (Trees.text(fdo, "manufacturing_server_url").isEmpty()) {
        throw refusal(member("fdo") + ".manufacturing_server_url", "is needed");
      }
      long keys =
          List.of("diun_pub_key_hash", "diun_pub_key_insecure", "diun_pub_key_root_certs").stream()
              .filter(name -> Trees.text(fdo, name).isPresent())
              .count();
      if (keys != 1) {
        throw refusal(
            member("fdo"), "give exactly one of the three members that begin with diun_pub_key");
      }
    }
    JsonNode ignition = customizations.path("ignition");
    if (ignition.has("embedded") && ignition.has("firstboot")) {
      throw refusal(member("ignition"), "give embedded or firstboot, not both");
    }
    if (imageType.name().endsWith("simplified-installer")
        && Trees.text(customizations, "installation_device").isEmpty()) {
      throw refusal(
          member("installation_device"), "is needed for image type " + imageType.apiName());
    }
  }

  private void openscap() {
    JsonNode openscap = customizations.path("openscap");
    if (openscap.has("tailoring") && openscap.has("json_tailoring")) {
      throw refusal(member("openscap"), "give tailoring or json_tailoring, not both");
    }
  }

  private void certificates() {
    int i = 0;
    for (JsonNode certificate : customizations.at("/cacerts/pem_certs")) {
      try {
        boolean none =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(
                        certificate.asText().getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        if (none) {
          throw new CertificateException("empty");
        }
      } catch (CertificateException e) {
        throw refusal(member("cacerts") + ".pem_certs[" + i + "]", "is no certificate in PEM form");
      }
      i++;
    }
  }

  private String member(String name) {
    return SupportedCustomizations.member(recipe, name);
  }

  private static RuntimeException refusal(String member, String why) {
    return ErrorCode.INVALID_CUSTOMIZATION.because(member + ": " + why);
  }
}
