package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianFile.DataEncodingEnum;
import org.imagebuilder.agent.contract.worker.model.DebianFirstBoot;
import org.imagebuilder.agent.contract.worker.model.DebianKernel;
import org.imagebuilder.agent.contract.worker.model.DebianServices;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.Test;

class CustomizationRulesTest {

  @Test
  void ordinary_customizations_are_taken() {
    DebianCustomizations wanted =
        new DebianCustomizations()
            .hostname("web-1.example.org")
            .timezone("America/Argentina/Buenos_Aires")
            .users(List.of(new DebianUser().name("ops").password("$6$a$b/.").home("/home/ops")))
            .files(List.of(new DebianFile().path("/etc/a b/..c").data("")))
            .services(new DebianServices().enabled(List.of("getty@tty1", "ssh.socket")));

    assertThatCode(() -> check(wanted)).doesNotThrowAnyException();
  }

  @Test
  void paths_do_not_climb() {
    for (String path : List.of("/etc/../root/x", "/..", "/etc/./x", "etc/x", "/etc//x", "/etc/")) {
      refused(
          new DebianCustomizations().files(List.of(new DebianFile().path(path).data(""))),
          "customizations.files.path");
    }
  }

  @Test
  void nothing_is_put_where_the_builder_or_its_kernel_is() {
    for (String path :
        List.of("/proc/sys/kernel/x", "/sys", "/dev/sda", "/.imagebuilder/calls.sh")) {
      refused(
          new DebianCustomizations().files(List.of(new DebianFile().path(path).data(""))),
          "customizations.files.path");
      refused(
          new DebianCustomizations().users(List.of(new DebianUser().name("ops").home(path))),
          "customizations.users.home");
    }
  }

  @Test
  void a_line_cannot_end_early() {
    refused(
        new DebianCustomizations()
            .users(List.of(new DebianUser().name("ops").password("x\nroot:y"))),
        "customizations.users.password");
    refused(
        new DebianCustomizations().users(List.of(new DebianUser().name("ops").key("a\nb"))),
        "customizations.users.key");
    refused(
        new DebianCustomizations().kernel(new DebianKernel().append("quiet\ninit=/x")),
        "customizations.kernel.append");
  }

  @Test
  void names_are_not_options() {
    refused(
        new DebianCustomizations().users(List.of(new DebianUser().name("--root"))),
        "customizations.users.name");
    refused(
        new DebianCustomizations().services(new DebianServices().enabled(List.of("--root=/"))),
        "customizations.services.enabled");
  }

  @Test
  void content_that_is_not_base64_is_named() {
    refused(
        new DebianCustomizations()
            .files(
                List.of(
                    new DebianFile()
                        .path("/etc/x")
                        .data("a*c=")
                        .dataEncoding(DataEncodingEnum.BASE64))),
        "/etc/x");
  }

  @Test
  void a_script_says_what_runs_it() {
    refused(
        new DebianCustomizations().firstBoot(new DebianFirstBoot().script("echo")),
        "customizations.first_boot.script");
  }

  private static void check(DebianCustomizations wanted) throws JobErrorException {
    new CustomizationRules(JobErrorCode.MANIFEST_GENERATION).check(wanted);
  }

  private static void refused(DebianCustomizations wanted, String member) {
    assertThatThrownBy(() -> check(wanted))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining(member);
  }
}
