package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/** Refuses users, groups and keys that no system could be given. */
final class AccountRules {
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}");

  /** The files that accounts stand in have a line for each, and colons between the fields. */
  private static final Pattern FIELD = Pattern.compile("[^:\\p{Cntrl}]*");

  private static final Pattern KEYS = Pattern.compile("[\\P{Cntrl}\\t\\r\\n]*");

  private final Recipe recipe;
  private final JsonNode customizations;

  private AccountRules(Recipe recipe) {
    this.recipe = recipe;
    this.customizations = recipe.blueprint().path("customizations");
  }

  static void check(Recipe recipe) {
    AccountRules rules = new AccountRules(recipe);
    rules.accounts("user");
    rules.accounts("group");
    rules.keys();
  }

  private void accounts(String kind) {
    Set<String> names = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    int i = 0;
    for (JsonNode account : customizations.path(kind)) {
      String at = member(kind, i);
      String name = account.path("name").asText();
      name(name, at + ".name");
      if (!names.add(name)) {
        throw refusal(at + ".name", "'" + name + "' is given twice");
      }
      id(account, "uid", at);
      id(account, "gid", at);
      if (account.has("gid") && kind.equals("group") && !ids.add(account.path("gid").asInt())) {
        throw refusal(at + ".gid", account.path("gid").asText() + " is given twice");
      }
      details(account, at);
      i++;
    }
  }

  /** What only users have. */
  private static void details(JsonNode account, String at) {
    for (JsonNode group : account.path("groups")) {
      if (!NAME.matcher(group.asText()).matches()) {
        throw refusal(at + ".groups", "'" + group.asText() + "' is no name of a group");
      }
    }
    key(account, at);
    field(account, "description", at);
    for (String path : List.of("home", "shell")) {
      field(account, path, at);
      Trees.text(account, path)
          .flatMap(PathRules::fault)
          .ifPresent(
              fault -> {
                throw refusal(at + "." + path, fault);
              });
    }
  }

  /** Keys that stand in a list of their own. */
  private void keys() {
    int i = 0;
    for (JsonNode entry : customizations.path("sshkey")) {
      String at = member("sshkey", i);
      name(entry.path("user").asText(), at + ".user");
      key(entry, at);
      i++;
    }
  }

  private static void key(JsonNode holder, String at) {
    if (!KEYS.matcher(holder.path("key").asText()).matches()) {
      throw refusal(at + ".key", "must not hold control characters, give one key a line");
    }
  }

  private static void field(JsonNode account, String name, String at) {
    Optional<String> text = Trees.text(account, name);
    if (text.isPresent() && !FIELD.matcher(text.get()).matches()) {
      throw refusal(at + "." + name, "must not hold a colon or control characters");
    }
  }

  private static void name(String name, String at) {
    if (!NAME.matcher(name).matches()) {
      throw refusal(at, "'" + name + "' has to be letters, digits, '_', '.' and '-', at most 32");
    }
  }

  private static void id(JsonNode account, String name, String at) {
    JsonNode id = account.path(name);
    if (!id.isMissingNode() && (!id.canConvertToInt() || id.asInt() < 0)) {
      throw refusal(at + "." + name, id.asText() + " is no id, which goes from 0 to 2147483647");
    }
  }

  private String member(String kind, int index) {
    return SupportedCustomizations.member(recipe, kind) + "[" + index + "]";
  }

  private static RuntimeException refusal(String member, String why) {
    return ErrorCode.INVALID_CUSTOMIZATION.because(member + ": " + why);
  }
}
