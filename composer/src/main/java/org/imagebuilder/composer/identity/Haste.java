package org.imagebuilder.composer.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a token allows to ask for a head start: one of these words has to stand in that claim.
 *
 * @param claim empty where tokens do not say it
 */
record Haste(Optional<String> claim, Set<String> values) {
  Haste {
    values = Set.copyOf(values);
  }

  Optional<Boolean> of(Map<String, Object> claims) {
    return claim.map(
        name ->
            Claims.words(Claims.find(claims, name))
                // Scopes come as one text with blanks between them.
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .anyMatch(values::contains));
  }

  static Haste of(Optional<String> claim, Optional<List<String>> values) {
    return new Haste(claim, Set.copyOf(values.orElse(List.of())));
  }
}
