package org.imagebuilder.composer.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of errors is a promise to callers. */
class ErrorCodeTest {
  /** Number and status of every error, in the order of the list. Only ever add to it. */
  private static final String PROMISED =
      """
      401:401 2:403 3:415 4:400 5:400 6:400 7:400 8:400 9:400 10:400 11:400 14:400 15:404
      16:400 17:404 18:400 19:400 20:400 21:404 22:405 23:406 24:400 26:404 25:400 27:400
      28:400 1022:400 29:400 30:400 31:400 32:400 33:400 34:400 35:400 36:400 37:400 38:400
      39:400 40:400 41:400 42:400 43:400 44:400 45:400 46:400 47:400 48:409 49:413 50:422
      51:429 52:431 53:414 1000:400 1001:500 1002:500 1003:500 1004:400 1005:500 1006:400 1007:500
      1008:500 1009:500 1010:500 1011:500 1012:500 1013:500 1014:500 1015:500 1016:500
      1017:500 1018:500 1019:500 1020:500 1021:500 1023:400 1024:500 1025:500 1026:503
      10000:500 10001:500 10002:500 10003:500
      """;

  @Test
  void numbers_statuses_and_their_order_never_change() {
    String catalogue =
        Arrays.stream(ErrorCode.values())
            .map(code -> code.number() + ":" + code.status())
            .collect(Collectors.joining(" "));

    assertThat(catalogue).isEqualTo(PROMISED.strip().replaceAll("\\s+", " "));
  }

  @Test
  void no_number_is_given_twice() {
    List<Integer> numbers = Arrays.stream(ErrorCode.values()).map(ErrorCode::number).toList();

    assertThat(numbers).doesNotHaveDuplicates();
  }
}
