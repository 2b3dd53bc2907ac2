package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes to a Debian image; only what is asked for is there. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DebianCustomizations(
    @Nullable String hostname,
    @Nullable String timezone,
    @Nullable Locale locale,
    @Nullable Kernel kernel,
    @Nullable List<User> users,
    @Nullable List<Group> groups,
    @Nullable List<Directory> directories,
    @Nullable List<File> files,
    @Nullable Services services,
    @Nullable FirstBoot firstBoot) {
  /** Language and keyboard. */
  @RegisterForReflection
  public record Locale(@Nullable List<String> languages, @Nullable String keyboard) {}

  /** The kernel's command line. */
  @RegisterForReflection
  public record Kernel(String append) {}

  /** A user; the password is always a hash. */
  @RegisterForReflection
  public record User(
      String name,
      @Nullable String description,
      @Nullable String password,
      @Nullable String key,
      @Nullable List<String> keys,
      @Nullable List<String> groups,
      @Nullable Integer uid,
      @Nullable Integer gid,
      @Nullable String home,
      @Nullable String shell) {}

  /** A group that is made before the users. */
  @RegisterForReflection
  public record Group(String name, @Nullable Integer gid) {}

  /** A directory. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Directory(
      String path,
      @Nullable String mode,
      @Nullable String user,
      @Nullable String group,
      @Nullable Boolean ensureParents) {}

  /** A file with its content. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record File(
      String path,
      @Nullable String mode,
      @Nullable String user,
      @Nullable String group,
      String data,
      @Nullable String dataEncoding,
      @Nullable Boolean ensureParents) {}

  /** Units by what systemd does with them. */
  @RegisterForReflection
  public record Services(
      @Nullable List<String> enabled,
      @Nullable List<String> disabled,
      @Nullable List<String> masked) {}

  /** A program that runs once, at the first boot. */
  @RegisterForReflection
  public record FirstBoot(String script) {}
}
