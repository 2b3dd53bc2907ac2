package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * Holds a recipe against what the data say of its image type: which members take effect, and which
 * it cannot do without. Workers' tools would drop the others without a word.
 */
final class SupportedCustomizations {
  /** Members of a blueprint beside its customizations; the short form has them among these. */
  private static final List<String> LISTS =
      List.of("packages", "modules", "groups", "enabled_modules", "containers");

  /** Where the short form spells a customization differently from blueprint files. */
  private static final Map<String, String> SHORT_NAMES =
      Map.of("user", "users", "group", "groups", "repositories", "custom_repositories");

  /** What tools know but no request can say, or not with any effect. */
  private static final Set<String> UNSAID =
      Set.of("firstboot", "sshd", "bootloader", "partitioning_mode");

  private static final Set<String> NOT_IN_SHORT_FORM = Set.of("modules", "groups", "sshkey");

  private final Recipe recipe;
  private final JsonNode customizations;
  private final ImageType imageType;

  private SupportedCustomizations(Recipe recipe, ImageType imageType) {
    this.recipe = recipe;
    this.customizations = recipe.blueprint().path("customizations");
    this.imageType = imageType;
  }

  static void check(Recipe recipe, ImageType imageType) {
    SupportedCustomizations rules = new SupportedCustomizations(recipe, imageType);
    rules.lists();
    rules.customizations();
    rules.required();
  }

  /** The name under which the request's author knows a customization. */
  static String member(Recipe recipe, String name) {
    return recipe.member()
        + "."
        + (isBlueprint(recipe) ? name : SHORT_NAMES.getOrDefault(name, name));
  }

  private void lists() {
    for (String list : LISTS) {
      if (!recipe.blueprint().path(list).isEmpty() && !imageType.supports(list)) {
        throw unsupported((isBlueprint(recipe) ? "blueprint." : recipe.member() + ".") + list);
      }
    }
  }

  private void customizations() {
    for (Map.Entry<String, JsonNode> each : customizations.properties()) {
      if (!imageType.supports(each.getKey())) {
        parts(each.getKey(), each.getValue());
      }
    }
  }

  /** Some image types know parts of a customization only, such as a kernel's arguments. */
  private void parts(String name, JsonNode value) {
    boolean somePart =
        imageType.customizations().stream().anyMatch(each -> each.startsWith(name + "."));
    if (!somePart || !value.isObject()) {
      throw unsupported(member(recipe, name));
    }
    for (Map.Entry<String, JsonNode> part : value.properties()) {
      if (!imageType.supports(name + "." + part.getKey())) {
        throw unsupported(member(recipe, name) + "." + part.getKey());
      }
    }
  }

  private void required() {
    for (String required : imageType.requiredCustomizations()) {
      if (Trees.isEmpty(customizations.at("/" + required.replace('.', '/')))) {
        throw ErrorCode.INVALID_CUSTOMIZATION.because(
            member(recipe, required) + ": is needed for image type " + imageType.apiName());
      }
    }
  }

  private RuntimeException unsupported(String member) {
    return ErrorCode.INVALID_CUSTOMIZATION.because(
        "%s: is not supported for image type %s of this distribution; supported %s"
            .formatted(member, imageType.apiName(), supported()));
  }

  /** In the words of the form that the request uses. */
  private String supported() {
    boolean blueprint = isBlueprint(recipe);
    Predicate<String> said = name -> !UNSAID.contains(name);
    String names =
        imageType.customizations().stream()
            .filter(said)
            .filter(name -> blueprint || !NOT_IN_SHORT_FORM.contains(name))
            .map(name -> blueprint ? inBlueprint(name) : SHORT_NAMES.getOrDefault(name, name))
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "is none" : "are " + names;
  }

  private static String inBlueprint(String name) {
    return LISTS.contains(name) ? name : "customizations." + name;
  }

  private static boolean isBlueprint(Recipe recipe) {
    return recipe.member().startsWith("blueprint");
  }
}
