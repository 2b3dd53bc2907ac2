package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintedUriTest {

  private static final String SUM =
      "967aa62605721081c3eb2a17650611a792aa802d76a6511d1840242623d204c9";

  @Test
  void a_line_names_a_file_and_its_checksum() {
    Optional<PrintedUri> uri =
        PrintedUri.parse(
            "'http://a.example/pool/v/vim/vim_9.1-2%2bdeb13u1_amd64.deb' vim_2%3a9.1-2+deb13u1_amd64.deb 1310028 SHA256:"
                + SUM);

    assertThat(uri)
        .contains(
            new PrintedUri(
                "http://a.example/pool/v/vim/vim_9.1-2%2bdeb13u1_amd64.deb",
                "vim_2%3a9.1-2+deb13u1_amd64.deb", 1310028, SUM));
  }

  @Test
  void epochs_and_pluses_come_out_as_apt_cache_takes_them() {
    PrintedUri uri = new PrintedUri("", "g++_4%3a14.2.0-1+b1_amd64.deb", 1, SUM);

    assertThat(uri.nameAndVersion()).isEqualTo("g++=4:14.2.0-1+b1");
  }

  @Test
  void a_weaker_checksum_is_not_taken() {
    assertThat(PrintedUri.parse("'http://a.example/a.deb' a_1_all.deb 10 MD5Sum:abc")).isEmpty();
  }

  @Test
  void other_lines_are_passed_over() {
    assertThat(PrintedUri.parse("Reading package lists...")).isEmpty();
  }
}
