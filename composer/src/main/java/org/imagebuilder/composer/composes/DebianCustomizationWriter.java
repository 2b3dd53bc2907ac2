package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.DebianCustomizations;
import org.imagebuilder.composer.jobs.DebianCustomizations.Directory;
import org.imagebuilder.composer.jobs.DebianCustomizations.File;
import org.imagebuilder.composer.jobs.DebianCustomizations.Group;
import org.imagebuilder.composer.jobs.DebianCustomizations.Kernel;
import org.imagebuilder.composer.jobs.DebianCustomizations.Locale;
import org.imagebuilder.composer.jobs.DebianCustomizations.Services;
import org.imagebuilder.composer.jobs.DebianCustomizations.User;
import org.jspecify.annotations.Nullable;

/** Writes a recipe's customizations in the words of Debian's jobs. */
final class DebianCustomizationWriter {
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "(?=.{1,64}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
  private static final Pattern TIMEZONE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+/-]{0,63}");
  private static final Pattern LOCALE =
      Pattern.compile("[A-Za-z]{1,8}(?:_[A-Z]{2})?(?:\\.[A-Za-z0-9-]{1,16})?(?:@[a-z]{1,16})?");
  private static final Pattern KEYBOARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_][A-Za-z0-9:_.\\\\@-]{0,254}");
  private static final Pattern KERNEL = Pattern.compile("[\\x20-\\x7e]{1,2048}");

  private final JsonNode source;
  private final String member;

  private DebianCustomizationWriter(Recipe recipe) {
    this.source = recipe.blueprint().path("customizations");
    this.member = recipe.member();
  }

  /** Empty where nothing is to be changed. */
  static Optional<DebianCustomizations> write(Recipe recipe) {
    JsonNode customizations = recipe.blueprint().path("customizations");
    boolean nothing =
        customizations.properties().stream()
            .map(Map.Entry::getKey)
            .allMatch("repositories"::equals);
    return nothing ? Optional.empty() : Optional.of(new DebianCustomizationWriter(recipe).all());
  }

  private DebianCustomizations all() {
    return new DebianCustomizations(
        checked(Trees.textOrNull(source, "hostname"), "hostname", HOSTNAME),
        checked(
            Trees.textOrNull(source.path("timezone"), "timezone"), "timezone.timezone", TIMEZONE),
        locale(),
        kernel(),
        users(),
        list(
            source.path("group"),
            group -> new Group(group.path("name").asText(), number(group, "gid"))),
        list(source.path("directories"), DebianCustomizationWriter::directory),
        list(source.path("files"), DebianCustomizationWriter::file),
        services(),
        null);
  }

  private @Nullable Locale locale() {
    JsonNode locale = source.path("locale");
    if (Trees.isEmpty(locale)) {
      return null;
    }
    List<String> languages = Trees.texts(locale.path("languages"));
    languages.forEach(language -> checked(language, "locale.languages", LOCALE));
    String keyboard = Trees.textOrNull(locale, "keyboard");
    return new Locale(
        languages.isEmpty() ? null : languages, checked(keyboard, "locale.keyboard", KEYBOARD));
  }

  private @Nullable Kernel kernel() {
    String append = Trees.textOrNull(source.path("kernel"), "append");
    if (append == null) {
      return null;
    }
    checked(append, "kernel.append", KERNEL);
    return new Kernel(append);
  }

  /** Keys may stand with the users or, in blueprints, in a list of their own. */
  private @Nullable List<User> users() {
    List<User> users = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (JsonNode user : source.path("user")) {
      String name = user.path("name").asText();
      known.add(name);
      users.add(user(user, keys(user, name)));
    }
    for (JsonNode key : source.path("sshkey")) {
      String name = key.path("user").asText();
      if (!known.contains(name)) {
        known.add(name);
        users.add(new User(name, null, null, null, keysOf(name), null, null, null, null, null));
      }
    }
    return users.isEmpty() ? null : users;
  }

  private List<String> keys(JsonNode user, String name) {
    List<String> keys = new ArrayList<>(lines(user.path("key").asText()));
    keys.addAll(keysOf(name));
    return keys;
  }

  private List<String> keysOf(String name) {
    List<String> keys = new ArrayList<>();
    for (JsonNode key : source.path("sshkey")) {
      if (key.path("user").asText().equals(name)) {
        keys.addAll(lines(key.path("key").asText()));
      }
    }
    return keys;
  }

  private static List<String> lines(String keys) {
    return Arrays.stream(keys.split("\\R", -1))
        .map(line -> line.replace('\t', ' ').strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static User user(JsonNode user, List<String> keys) {
    List<String> groups = Trees.texts(user.path("groups"));
    return new User(
        user.path("name").asText(),
        Trees.textOrNull(user, "description"),
        Trees.textOrNull(user, "password"),
        null,
        keys.isEmpty() ? null : keys,
        groups.isEmpty() ? null : groups,
        number(user, "uid"),
        number(user, "gid"),
        Trees.textOrNull(user, "home"),
        Trees.textOrNull(user, "shell"));
  }

  private @Nullable Services services() {
    JsonNode services = source.path("services");
    return Trees.isEmpty(services)
        ? null
        : new Services(
            units(services, "enabled"), units(services, "disabled"), units(services, "masked"));
  }

  private @Nullable List<String> units(JsonNode services, String kind) {
    List<String> units = Trees.texts(services.path(kind));
    units.forEach(unit -> checked(unit, "services." + kind, UNIT));
    return units.isEmpty() ? null : units;
  }

  private static Directory directory(JsonNode directory) {
    return new Directory(
        directory.path("path").asText(),
        Trees.textOrNull(directory, "mode"),
        Trees.textOrNull(directory, "user"),
        Trees.textOrNull(directory, "group"),
        Trees.flag(directory, "ensure_parents").orElse(null));
  }

  private static File file(JsonNode file) {
    return new File(
        file.path("path").asText(),
        Trees.textOrNull(file, "mode"),
        Trees.textOrNull(file, "user"),
        Trees.textOrNull(file, "group"),
        file.path("data").asText(),
        Trees.textOrNull(file, BlueprintTranslation.ENCODING),
        // A file shall be there when the image boots, whatever directories that takes.
        true);
  }

  private static <T> @Nullable List<T> list(JsonNode source, Function<JsonNode, T> read) {
    List<T> items = new ArrayList<>();
    source.forEach(each -> items.add(read.apply(each)));
    return items.isEmpty() ? null : items;
  }

  private static @Nullable Integer number(JsonNode tree, String name) {
    return tree.has(name) ? tree.path(name).asInt() : null;
  }

  private @Nullable String checked(@Nullable String text, String name, Pattern pattern) {
    if (text != null && !pattern.matcher(text).matches()) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          member + "." + name + ": '" + text + "' cannot be used");
    }
    return text;
  }
}
