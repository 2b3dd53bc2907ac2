package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.imagebuilder.agent.contract.worker.model.DebianRepository;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.Test;

class ExtraRepositoryTest {

  private static final String KEY =
      "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----\n";

  @Test
  void its_key_travels_inside_of_the_paragraph() throws Exception {
    DebianRepository repository =
        new DebianRepository().id("internal").baseurl("https://a.example/debian").gpgkey(KEY);

    assertThat(ExtraRepository.paragraph(repository, 0, "trixie"))
        .isEqualTo(
            """
            Types: deb
            URIs: https://a.example/debian
            Suites: trixie
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mDME
             -----END PGP PUBLIC KEY BLOCK-----
            X-Repolib-ID: internal
            """);
  }

  @Test
  void a_flat_repository_has_no_components() throws Exception {
    DebianRepository repository =
        new DebianRepository().baseurl("http://a.example").suite("./").checkGpg(false);

    assertThat(ExtraRepository.paragraph(repository, 1, "trixie"))
        .isEqualTo(
            """
            Types: deb
            URIs: http://a.example
            Suites: ./
            Trusted: yes
            X-Repolib-ID: repository-2
            """);
  }

  @Test
  void without_a_key_it_is_refused() {
    refused(new DebianRepository().baseurl("http://a.example"), "gpgkey");
  }

  @Test
  void only_http_is_fetched() {
    refused(new DebianRepository().baseurl("file:/etc").checkGpg(false), "baseurl");
    refused(new DebianRepository().baseurl("ssh://a.example/x").checkGpg(false), "baseurl");
    refused(new DebianRepository().baseurl("http://u:p@a.example").checkGpg(false), "baseurl");
  }

  @Test
  void nothing_can_be_smuggled_into_the_paragraph() {
    refused(
        new DebianRepository()
            .baseurl("http://a.example")
            .suite("trixie\nTrusted: yes")
            .gpgkey(KEY),
        "suite or component");
    refused(
        new DebianRepository()
            .baseurl("http://a.example")
            .components(List.of("main\nTrusted: yes"))
            .gpgkey(KEY),
        "suite or component");
  }

  private static void refused(DebianRepository repository, String why) {
    assertThatThrownBy(() -> ExtraRepository.paragraph(repository, 0, "trixie"))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> assertThat(e.code()).isEqualTo(JobErrorCode.REPOSITORY_ERROR))
        .hasMessageContaining(why);
  }
}
