package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianFile.DataEncodingEnum;
import org.imagebuilder.agent.contract.worker.model.DebianLocale;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomizationCallsTest {

  private static final String HASH = "$6$rounds=5000$salt$`id`'\"$HOME";

  private final Path directory;
  private final TreeScript script;

  CustomizationCallsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.script = new TreeScript(directory);
  }

  @Test
  void a_password_is_in_a_file_and_never_in_the_script() throws Exception {
    write(new DebianCustomizations().users(List.of(new DebianUser().name("ops").password(HASH))));

    assertThat(calls()).doesNotContain("$6$");
    assertThat(data("0")).isEqualTo("ops:" + HASH + "\n");
    assertThat(script.calls().text()).contains("'set_password' 'ops' '0'\n");
  }

  @Test
  void all_keys_of_a_user_become_one_file() throws Exception {
    write(
        new DebianCustomizations()
            .users(List.of(new DebianUser().name("ops").key("k1").keys(List.of("k2", "k1")))));

    assertThat(data("0")).isEqualTo("k1\nk2\n");
    assertThat(script.calls().text()).contains("'put_keys' 'ops' '0'\n");
  }

  @Test
  void groups_are_there_before_their_users() throws Exception {
    write(
        new DebianCustomizations()
            .users(List.of(new DebianUser().name("ops").groups(List.of("web")))));

    assertThat(script.calls().text())
        .isEqualTo(
            """
            'need_accounts'
            'add_group' 'web'
            if 'has_user' 'ops'; then 'change_user' 'ops' '--groups' 'web' '--append'; else 'add_user' 'ops' '--shell' '/bin/bash' '--groups' 'web'; fi
            """);
  }

  @Test
  void files_keep_their_bytes_and_get_defaults() throws Exception {
    write(
        new DebianCustomizations()
            .files(
                List.of(
                    new DebianFile().path("/etc/a").data("$HOME\n"),
                    new DebianFile()
                        .path("/etc/b")
                        .data("AP8=")
                        .dataEncoding(DataEncodingEnum.BASE64)
                        .mode("0600")
                        .user("ops")
                        .ensureParents(true))));

    assertThat(data("0")).isEqualTo("$HOME\n");
    assertThat(Files.readAllBytes(directory.resolve("data/1"))).containsExactly(0, 0xff);
    assertThat(script.calls().text())
        .isEqualTo(
            """
            'put_file' '0' '/etc/a' '0644' 'root:root' 'no'
            'put_file' '1' '/etc/b' '0600' 'ops:root' 'yes'
            """);
  }

  @Test
  void a_keyboard_has_a_layout_and_maybe_a_variant() throws Exception {
    write(
        new DebianCustomizations()
            .locale(
                new DebianLocale().languages(List.of("de_DE.UTF-8")).keyboard("de-nodeadkeys")));

    assertThat(script.calls().text())
        .isEqualTo(
            """
            'add_locale' 'de_DE.UTF-8'
            'set_locale' 'de_DE.UTF-8'
            'set_keyboard' 'de' 'nodeadkeys'
            """);
  }

  @Test
  void a_shell_reads_nothing_into_a_quoted_word() throws Exception {
    String word = "a'b\"c$HOME`id`\\\n*;&| -";
    String call = new ShellCalls().call("printf", "%s", word).text();

    String printed =
        new ToolRunner(directory).run(ToolCommand.of(directory, "sh", "-c", call)).output();

    assertThat(printed).isEqualTo(word);
  }

  @Test
  void the_functions_are_a_script_that_a_shell_can_read() throws Exception {
    script.write();

    assertThat(
            new ToolRunner(directory)
                .run(ToolCommand.of(directory, "sh", "-n", "calls.sh"))
                .exitCode())
        .isZero();
  }

  private void write(DebianCustomizations wanted) throws IOException {
    new CustomizationCalls(script).write(wanted);
  }

  private String calls() throws IOException {
    script.write();
    return Files.readString(directory.resolve("calls.sh"));
  }

  private String data(String name) throws IOException {
    return Files.readString(directory.resolve("data").resolve(name));
  }
}
