package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadableSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "java.lang.IllegalArgumentException: SRCFG00039: The config property a.b with the config"
            + " value \"foo\" threw an Exception whilst being converted SRCFG00049: Cannot convert"
            + " foo to enum class x.Mode, allowed values: off,on | A_B (a.b) is 'foo', and has to"
            + " be one of off, on",
        "java.lang.IllegalArgumentException: SRCFG00039: The config property a.b with the config"
            + " value \"x y\" threw an Exception whilst being converted Invalid duration: x y | A_B"
            + " (a.b) is 'x y', which cannot be read: Invalid duration: x y",
        "java.util.NoSuchElementException: SRCFG00040: The config property a.b is defined as the"
            + " empty String (\"\") which the following Converter considered to be null: z | A_B"
            + " (a.b) is empty; give it a value, or leave it out",
        "something else | something else",
      })
  void a_problem_is_a_sentence_that_names_the_variable(String problem, String sentence) {
    assertThat(UnreadableSettings.sentence(problem, key -> "A_B (" + key + ")"))
        .isEqualTo(sentence);
  }
}
