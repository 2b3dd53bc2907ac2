package org.imagebuilder.imagebuilder.doors;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;

/** An organisation that has one of everything that an id can name. */
final class Scene {
  /** One row with the number of rows of every table. */
  private static final String ROWS =
      """
      SELECT string_agg(table_name || '=' || (xpath('/row/rows/text()', query_to_xml(
               'SELECT count(*) AS rows FROM ' || quote_ident(table_name), false, true, '')))[1],
             ' ' ORDER BY table_name)
      FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
      """;

  final ApiCaller owner = ApiCaller.of("org-" + UUID.randomUUID());
  private final PostgresServer.Database database =
      new PostgresServer.Database(
          URI.create(ConfigProvider.getConfig().getValue("test.database", String.class)));
  private final Map<String, String> own = new HashMap<>();

  /** The owner's id for a parameter of a path; nothing where it names what belongs to nobody. */
  Optional<String> owned(Door door, String parameter) {
    String kind =
        switch (parameter) {
          case "composeId" -> "/compose";
          case "id" ->
              door.path().matches("(/experimental)?/blueprints/\\{id}.*")
                  ? "/blueprints"
                  : unknown(door, parameter);
          case "distribution", "distro", "profile", "policy" -> "";
          default -> unknown(door, parameter);
        };
    return kind.isEmpty() ? Optional.empty() : Optional.of(own.computeIfAbsent(kind, this::made));
  }

  /** Values of all parameters of the path: the owner's ids, and words that exist. */
  Map<String, String> values(Door door) {
    Map<String, String> values = new HashMap<>();
    for (String name : door.names("path")) {
      values.put(name, owned(door, name).orElseGet(() -> word(name)));
    }
    return values;
  }

  /** Changes when anything is stored. */
  String rows() {
    return database.value(ROWS);
  }

  /** What the owner sees of what he has. */
  String seen() {
    StringBuilder seen = new StringBuilder();
    own.forEach(
        (kind, id) -> {
          Answer answer = owner.get((kind.equals("/compose") ? "/composes/" : kind + "/") + id);
          seen.append(answer.status()).append(' ').append(answer.text());
        });
    return seen.toString();
  }

  private String made(String path) {
    String example =
        path.equals("/compose")
            ? "compose.request.debian-13.json"
            : "create-blueprint.request.json";
    Answer answer = owner.post(path, Examples.read(example));
    if (answer.status() != 201) {
      throw new AssertionError(path + " answers " + answer.text());
    }
    return answer.json().path("id").asText();
  }

  private static String word(String parameter) {
    return switch (parameter) {
      case "profile" -> "xccdf_org.ssgproject.content_profile_cis";
      case "policy" -> UUID.randomUUID().toString();
      default -> "centos-9";
    };
  }

  private static String unknown(Door door, String parameter) {
    throw new AssertionError(
        "say in " + Scene.class.getName() + " whose {" + parameter + "} of " + door + " is");
  }
}
