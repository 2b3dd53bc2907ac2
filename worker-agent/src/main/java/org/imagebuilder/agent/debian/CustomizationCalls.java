package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianDirectory;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianFile.DataEncodingEnum;
import org.imagebuilder.agent.contract.worker.model.DebianGroup;
import org.imagebuilder.agent.contract.worker.model.DebianLocale;
import org.imagebuilder.agent.contract.worker.model.DebianServices;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.jspecify.annotations.Nullable;

/** Writes customizations as calls, in an order in which each finds what it needs. */
final class CustomizationCalls {

  private final TreeScript script;
  private final ShellCalls calls;

  CustomizationCalls(TreeScript script) {
    this.script = script;
    this.calls = script.calls();
  }

  void write(DebianCustomizations wanted) throws IOException {
    Absent.text(wanted.getHostname()).ifPresent(name -> calls.call("set_hostname", name));
    Absent.text(wanted.getTimezone()).ifPresent(name -> calls.call("set_timezone", name));
    locale(wanted.getLocale());
    if (!Absent.list(wanted.getGroups()).isEmpty() || !Absent.list(wanted.getUsers()).isEmpty()) {
      calls.call("need_accounts");
    }
    for (DebianGroup group : Absent.list(wanted.getGroups())) {
      group(group.getName(), Optional.ofNullable(group.getGid()));
    }
    for (DebianUser user : Absent.list(wanted.getUsers())) {
      user(user);
    }
    for (DebianDirectory directory : Absent.list(wanted.getDirectories())) {
      calls.call(
          "put_directory",
          directory.getPath(),
          Absent.text(directory.getMode()).orElse("0755"),
          owner(directory.getUser(), directory.getGroup()),
          parents(directory.getEnsureParents()));
    }
    for (DebianFile file : Absent.list(wanted.getFiles())) {
      calls.call(
          "put_file",
          script.data(content(file)),
          file.getPath(),
          Absent.text(file.getMode()).orElse("0644"),
          owner(file.getUser(), file.getGroup()),
          parents(file.getEnsureParents()));
    }
    if (wanted.getFirstBoot() != null) {
      calls.call("run_at_first_boot", script.data(wanted.getFirstBoot().getScript()));
    }
    services(wanted.getServices());
  }

  private void locale(@Nullable DebianLocale locale) {
    if (locale == null) {
      return;
    }
    List<String> languages = Absent.list(locale.getLanguages());
    languages.forEach(language -> calls.call("add_locale", language));
    if (!languages.isEmpty()) {
      calls.call("set_locale", languages.getFirst());
    }
    Absent.text(locale.getKeyboard())
        .ifPresent(
            keyboard -> {
              String[] parts = keyboard.split("-", 2);
              // The console calls it uk, the layouts call it gb.
              String layout = parts[0].equals("uk") ? "gb" : parts[0];
              calls.call("set_keyboard", layout, parts.length > 1 ? parts[1] : "");
            });
  }

  private void group(String name, Optional<Integer> gid) {
    if (gid.isPresent()) {
      calls.call("add_group", name, gid.get().toString());
    } else {
      calls.call("add_group", name);
    }
  }

  private void user(DebianUser user) throws IOException {
    String name = user.getName();
    Absent.list(user.getGroups()).forEach(group -> group(group, Optional.empty()));
    List<String> options = userOptions(user);
    List<String> add = new ArrayList<>(List.of("add_user", name));
    if (Absent.text(user.getShell()).isEmpty()) {
      add.addAll(List.of("--shell", "/bin/bash"));
    }
    add.addAll(options);
    List<String> change = new ArrayList<>(List.of("change_user", name));
    change.addAll(options);
    if (!Absent.list(user.getGroups()).isEmpty()) {
      change.add("--append");
    }
    calls.either(new String[] {"has_user", name}, words(change), words(add));
    if (Absent.text(user.getPassword()).isPresent()) {
      calls.call("set_password", name, script.data(name + ":" + user.getPassword() + "\n"));
    }
    Set<String> keys = new LinkedHashSet<>();
    Absent.text(user.getKey()).ifPresent(keys::add);
    keys.addAll(Absent.list(user.getKeys()));
    if (!keys.isEmpty()) {
      calls.call("put_keys", name, script.data(String.join("\n", keys) + "\n"));
    }
  }

  private static List<String> userOptions(DebianUser user) {
    List<String> options = new ArrayList<>();
    if (user.getUid() != null) {
      options.addAll(List.of("--uid", user.getUid().toString()));
    }
    if (user.getGid() != null) {
      options.addAll(List.of("--gid", user.getGid().toString()));
    }
    Absent.text(user.getHome()).ifPresent(home -> options.addAll(List.of("--home", home)));
    Absent.text(user.getShell()).ifPresent(shell -> options.addAll(List.of("--shell", shell)));
    Absent.text(user.getDescription())
        .ifPresent(text -> options.addAll(List.of("--comment", text)));
    List<String> groups = Absent.list(user.getGroups());
    if (!groups.isEmpty()) {
      options.addAll(List.of("--groups", String.join(",", groups)));
    }
    return options;
  }

  private void services(@Nullable DebianServices services) {
    if (services != null) {
      Absent.list(services.getEnabled()).forEach(unit -> calls.call("enable_service", unit));
      Absent.list(services.getDisabled()).forEach(unit -> calls.call("disable_service", unit));
      Absent.list(services.getMasked()).forEach(unit -> calls.call("mask_service", unit));
    }
  }

  /** Base64 may be broken into lines; anything else that is not base64 is an error. */
  static byte[] content(DebianFile file) {
    return file.getDataEncoding() == DataEncodingEnum.BASE64
        ? Base64.getDecoder().decode(file.getData().replaceAll("\\s", ""))
        : file.getData().getBytes(StandardCharsets.UTF_8);
  }

  private static String owner(@Nullable String user, @Nullable String group) {
    return Absent.text(user).orElse("root") + ":" + Absent.text(group).orElse("root");
  }

  private static String parents(@Nullable Boolean ensure) {
    return Absent.isTrue(ensure) ? "yes" : "no";
  }

  private static String[] words(List<String> words) {
    return words.toArray(new String[0]);
  }
}
