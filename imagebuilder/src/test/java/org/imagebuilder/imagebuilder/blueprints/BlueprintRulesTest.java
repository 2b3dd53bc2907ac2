package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.imagebuilder.imagebuilder.errors.RuleCode;
import org.imagebuilder.imagebuilder.errors.RulesException.Broken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlueprintRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u00a0"})
  void a_name_of_blanks_is_none(String name) {
    assertThat(BlueprintRules.broken(name, read("{}")))
        .containsExactly(
            new Broken(
                RuleCode.BLUEPRINT_NAME,
                "the blueprint name must contain at least two characters"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " a ", "ü", "%"})
  void one_character_is_name_enough(String name) {
    assertThat(BlueprintRules.broken(name, read("{}"))).isEmpty();
  }

  @Test
  void of_users_without_a_name_the_first_is_told() {
    assertThat(broken("{'users':[{'name':'a'},{'name':''},{'name':' '}]}"))
        .containsExactly(new Broken(RuleCode.USER, "missing user name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "relative|path \"relative\" must be absolute",
        "''|path \"\" must be absolute",
        "/a//b|path \"/a//b\" must be canonical",
        "/a/../b|path \"/a/../b\" must be canonical",
        "/a/./b|path \"/a/./b\" must be canonical",
        "/etc/app/|path \"/etc/app/\" must be canonical",
        "//|path \"//\" must be canonical",
        "/|path must not end with a slash",
        "/usr|path \"/usr\" is not allowed",
        "/usr/bin/tool|path \"/usr/bin/tool\" is not allowed",
        "/usr/localx|path \"/usr/localx\" is not allowed",
        "/bin/sh|path \"/bin/sh\" is not allowed",
        "/boot/grub|path \"/boot/grub\" is not allowed",
        "/dev/null|path \"/dev/null\" is not allowed",
        "/efi|path \"/efi\" is not allowed",
        "/lib/x|path \"/lib/x\" is not allowed",
        "/lib64/x|path \"/lib64/x\" is not allowed",
        "/lost+found|path \"/lost+found\" is not allowed",
        "/proc/1|path \"/proc/1\" is not allowed",
        "/run/x|path \"/run/x\" is not allowed",
        "/sbin/x|path \"/sbin/x\" is not allowed",
        "/sys/x|path \"/sys/x\" is not allowed",
        "/sysroot/x|path \"/sysroot/x\" is not allowed",
        "/tmp/x|path \"/tmp/x\" is not allowed",
        "/var/run/x|path \"/var/run/x\" is not allowed",
        "/var/tmp/x|path \"/var/tmp/x\" is not allowed",
        "/etc/fstab|path \"/etc/fstab\" is not allowed",
        "/etc/group|path \"/etc/group\" is not allowed",
        "/etc/passwd/x|path \"/etc/passwd/x\" is not allowed",
        "/etc/shadow|path \"/etc/shadow\" is not allowed",
      })
  void a_path_that_belongs_to_the_system_or_is_none_is_refused(String path, String reason) {
    assertThat(
            broken("{'files':[{'path':'" + path + "'}],'directories':[{'path':'" + path + "'}]}"))
        .containsExactly(
            new Broken(RuleCode.FILE, "file \"" + path + "\": " + reason),
            new Broken(RuleCode.DIRECTORY, "directory \"" + path + "\": " + reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/motd",
        "/etc/fstabs",
        "/usr/local",
        "/usr/local/sbin/custom-first-boot",
        "/etc/systemd/system/register-satellite.service",
        "/var/runner",
        "/binary",
        "/opt/a b/ü",
        "/srv/...",
      })
  void other_paths_are_the_users(String path) {
    assertThat(
            broken("{'files':[{'path':'" + path + "'}],'directories':[{'path':'" + path + "'}]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "user, root, true",
    "user, .a-b, true",
    "user, -a, false",
    "user, a b, false",
    "user, '', false",
    "user, a1234567890123456789012345678901, true",
    "user, a12345678901234567890123456789012, false",
    "group, wheel, true",
    "group, .wheel, false",
    "group, a.b, false",
  })
  void an_owner_has_a_name_that_systems_know(String kind, String name, boolean good) {
    List<Broken> broken = broken("{'files':[{'path':'/etc/x','%s':'%s'}]}".formatted(kind, name));

    assertThat(broken.isEmpty()).isEqualTo(good);
    assertThat(broken)
        .allSatisfy(
            each ->
                assertThat(each.detail())
                    .startsWith("file \"/etc/x\": " + kind + " name \"" + name + "\""));
  }

  @Test
  void an_owner_may_be_a_number() {
    assertThat(broken("{'files':[{'path':'/etc/x','user':0,'group':1000}]}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|0|mountpoint must not be empty",
        "var|0|mountpoint \"var\" must be absolute",
        "/var/|0|mountpoint \"/var/\" must be canonical",
        "/var//x|1048576|mountpoint \"/var//x\" must be canonical",
        "/var|1|mountpoint \"/var\" minimum size must be at least 1MB",
        "/var|1048575|mountpoint \"/var\" minimum size must be at least 1MB",
      })
  void a_file_system_has_a_place_and_some_size(String mountpoint, long size, String detail) {
    assertThat(
            broken(
                "{'filesystem':[{'mountpoint':'%s','min_size':%d}]}".formatted(mountpoint, size)))
        .containsExactly(new Broken(RuleCode.FILESYSTEM, detail));
  }

  @ParameterizedTest
  @CsvSource({"/, 0", "/var, 1048576", "/usr, 9223372036854775807"})
  void a_file_system_may_be_anywhere(String mountpoint, long size) {
    assertThat(
            broken(
                "{'filesystem':[{'mountpoint':'%s','min_size':%d}]}".formatted(mountpoint, size)))
        .isEmpty();
  }

  @Test
  void all_that_is_wrong_is_told_in_order() {
    List<Broken> broken =
        BlueprintRules.broken(
            " ",
            read(
                """
                {'filesystem':[{'mountpoint':'x','min_size':1}],'directories':[{'path':'d'}],
                 'files':[{'path':'f'},{'path':'/usr/g'}],'users':[{'name':''}]}
                """));

    assertThat(broken)
        .extracting(Broken::rule)
        .containsExactly(
            RuleCode.BLUEPRINT_NAME,
            RuleCode.USER,
            RuleCode.FILE,
            RuleCode.FILE,
            RuleCode.DIRECTORY,
            RuleCode.FILESYSTEM,
            RuleCode.FILESYSTEM);
  }

  private static List<Broken> broken(String customizations) {
    return BlueprintRules.broken("web", read(customizations));
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException failure) {
      throw new AssertionError(failure);
    }
  }
}
