package org.imagebuilder.agent.debian;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianServices;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/**
 * What customizations may look like. The programs that get them later would refuse or, worse,
 * misread anything else; a refusal here names the member.
 */
final class CustomizationRules {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,30}[A-Za-z0-9_.$-]?");
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.$-]{0,31}");
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final Pattern TIMEZONE = Pattern.compile("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*");
  private static final Pattern LOCALE =
      Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9-]+)?(@[a-z]+)?");
  private static final Pattern KEYBOARD = Pattern.compile("[A-Za-z0-9_]+(-[A-Za-z0-9_-]+)?");
  private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_][A-Za-z0-9:_.\\\\@-]{0,254}");
  private static final Pattern PATH = Pattern.compile("(/[^/\\p{Cntrl}]+)+");

  /** What belongs to the kernel of the machine that builds, or to the build itself. */
  private static final Pattern NOT_IN_IMAGE =
      Pattern.compile("/(dev|proc|sys|run|\\.imagebuilder)(/|$)");

  private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");
  private static final Pattern NO_COLON = Pattern.compile("[^:\\p{Cntrl}]*");
  private static final int MAX_HOSTNAME = 64;

  private final JobErrorCode code;

  CustomizationRules(JobErrorCode code) {
    this.code = code;
  }

  void check(@Nullable DebianCustomizations wanted) throws JobErrorException {
    if (wanted == null) {
      return;
    }
    match("hostname", wanted.getHostname(), HOSTNAME);
    if (wanted.getHostname() != null && wanted.getHostname().length() > MAX_HOSTNAME) {
      throw refusal("hostname", "is longer than %d characters".formatted(MAX_HOSTNAME));
    }
    match("timezone", wanted.getTimezone(), TIMEZONE);
    if (wanted.getLocale() != null) {
      matchAll("locale.languages", wanted.getLocale().getLanguages(), LOCALE);
      match("locale.keyboard", wanted.getLocale().getKeyboard(), KEYBOARD);
    }
    if (wanted.getKernel() != null) {
      match("kernel.append", wanted.getKernel().getAppend(), ONE_LINE);
    }
    for (var group : Absent.list(wanted.getGroups())) {
      required("groups.name", group.getName(), NAME);
    }
    for (DebianUser user : Absent.list(wanted.getUsers())) {
      user(user);
    }
    for (var directory : Absent.list(wanted.getDirectories())) {
      place(
          "directories",
          directory.getPath(),
          directory.getMode(),
          directory.getUser(),
          directory.getGroup());
    }
    for (DebianFile file : Absent.list(wanted.getFiles())) {
      place("files", file.getPath(), file.getMode(), file.getUser(), file.getGroup());
      content(file);
    }
    services(wanted.getServices());
    if (wanted.getFirstBoot() != null
        && !Objects.toString(wanted.getFirstBoot().getScript(), "").startsWith("#!")) {
      throw refusal("first_boot.script", "does not begin with #!");
    }
  }

  private void user(DebianUser user) throws JobErrorException {
    required("users.name", user.getName(), NAME);
    match("users.description", user.getDescription(), NO_COLON);
    match("users.password", user.getPassword(), NO_COLON);
    match("users.key", user.getKey(), ONE_LINE);
    matchAll("users.keys", user.getKeys(), ONE_LINE);
    matchAll("users.groups", user.getGroups(), NAME);
    path("users.home", user.getHome());
    inImage("users.home", user.getHome());
    path("users.shell", user.getShell());
  }

  private void services(@Nullable DebianServices services) throws JobErrorException {
    if (services != null) {
      matchAll("services.enabled", services.getEnabled(), UNIT);
      matchAll("services.disabled", services.getDisabled(), UNIT);
      matchAll("services.masked", services.getMasked(), UNIT);
    }
  }

  private void place(
      String member,
      @Nullable String path,
      @Nullable String mode,
      @Nullable String user,
      @Nullable String group)
      throws JobErrorException {
    required(member + ".path", path, PATH);
    path(member + ".path", path);
    inImage(member + ".path", path);
    match(member + ".mode", mode, MODE);
    match(member + ".user", user, OWNER);
    match(member + ".group", group, OWNER);
  }

  private void content(DebianFile file) throws JobErrorException {
    if (file.getData() == null) {
      throw refusal("files.data", "is missing for " + file.getPath());
    }
    try {
      byte[] unused = CustomizationCalls.content(file);
    } catch (IllegalArgumentException e) {
      throw refusal("files.data", "is not base64 for " + file.getPath());
    }
  }

  private void path(String member, @Nullable String path) throws JobErrorException {
    match(member, path, PATH);
    if (path != null && (path + "/").matches(".*/\\.{1,2}/.*")) {
      throw refusal(member, "has . or .. in it: " + path);
    }
  }

  private void inImage(String member, @Nullable String path) throws JobErrorException {
    if (path != null && NOT_IN_IMAGE.matcher(path).lookingAt()) {
      throw refusal(member, "is not a place in an image: " + path);
    }
  }

  private void matchAll(String member, @Nullable List<String> values, Pattern pattern)
      throws JobErrorException {
    for (String value : Absent.list(values)) {
      required(member, value, pattern);
    }
  }

  private void required(String member, @Nullable String value, Pattern pattern)
      throws JobErrorException {
    if (value == null || value.isEmpty()) {
      throw refusal(member, "is missing");
    }
    match(member, value, pattern);
  }

  private void match(String member, @Nullable String value, Pattern pattern)
      throws JobErrorException {
    if (value != null && !pattern.matcher(value).matches()) {
      // A password's hash does not belong into an error that many read.
      String shown = member.endsWith("password") ? "" : ": " + value;
      throw refusal(member, "has a form that Debian does not take" + shown);
    }
  }

  private JobErrorException refusal(String member, String why) {
    return new JobErrorException(code, "customizations.%s %s".formatted(member, why));
  }
}
