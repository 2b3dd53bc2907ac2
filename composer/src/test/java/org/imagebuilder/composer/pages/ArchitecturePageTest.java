package org.imagebuilder.composer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map of the house shows each room, and none that is not there. */
class ArchitecturePageTest {
  private static final Pattern ROOM = Pattern.compile("`(\\w+)`");

  @ParameterizedTest
  @CsvSource({"composer, composer", "imagebuilder, imagebuilder", "worker-agent, agent"})
  void each_room_is_on_the_map_and_no_other(String module, String root) throws IOException {
    Set<String> map = new TreeSet<>();
    boolean isHere = false;

    for (String line : Page.at("ARCHITECTURE.md").section("Rooms").lines()) {
      isHere = line.startsWith("**") ? line.startsWith("**" + module + "**") : isHere;
      List<String> cells = isHere ? Page.cells(line) : List.of();
      if (!cells.isEmpty()) {
        ROOM.matcher(cells.getFirst()).results().forEach(room -> map.add(room.group(1)));
      }
    }

    assertThat(map).isEqualTo(rooms(module, root));
  }

  private static Set<String> rooms(String module, String root) throws IOException {
    Path sources = Page.REPOSITORY.resolve(module).resolve("src/main/java/org/imagebuilder");
    Set<String> rooms = new TreeSet<>();
    try (Stream<Path> members = Files.list(sources.resolve(root))) {
      members.filter(Files::isDirectory).forEach(room -> rooms.add(room.getFileName().toString()));
    }
    return rooms;
  }
}
