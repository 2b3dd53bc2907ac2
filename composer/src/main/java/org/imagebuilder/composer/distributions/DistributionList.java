package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All distributions with default repositories, and for each architecture and image type the
 * repositories that apply: a document of some 30 MB, which repeats itself, and so is written piece
 * by piece and never held as a whole.
 */
final class DistributionList {
  private final DistributionCatalog catalog;

  DistributionList(DistributionCatalog catalog) {
    this.catalog = catalog;
  }

  void writeTo(OutputStream out) throws IOException {
    String before = "{";
    for (String key : catalog.listed()) {
      write(out, before + JsonText.quoted(key) + ":");
      distribution(out, catalog.find(key).orElseThrow());
      before = ",";
    }
    write(out, "}\n");
  }

  private static void distribution(OutputStream out, Distribution distribution) throws IOException {
    String before = "{";
    for (String architecture : new TreeSet<>(distribution.architectures())) {
      List<Row> rows =
          distribution.repositoryRows(architecture).stream()
              .map(row -> Row.of(row, architecture))
              .toList();
      // The archives of Debian are the configuration of the machines that build.
      if (!rows.isEmpty() || distribution.engine() == Engine.DEBIAN) {
        write(out, before + JsonText.quoted(architecture) + ":");
        architecture(out, distribution, architecture, rows);
        before = ",";
      }
    }
    write(out, before.equals("{") ? "{}" : "}");
  }

  private static void architecture(
      OutputStream out, Distribution distribution, String architecture, List<Row> rows)
      throws IOException {
    NavigableSet<String> types = new TreeSet<>(distribution.rows(architecture).keySet());
    types.addAll(distribution.listedOnly(architecture));
    String before = "{";
    for (String type : types) {
      write(out, before + JsonText.quoted(type) + ":");
      repositories(out, rows.stream().filter(row -> row.serves(type)).toList());
      before = ",";
    }
    write(out, "}");
  }

  private static void repositories(OutputStream out, List<Row> rows) throws IOException {
    out.write('[');
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      write(out, rows.get(i).json());
    }
    out.write(']');
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A repository as it is written again and again, and the image types that alone may use it. */
  private record Row(String json, List<String> tags) {
    static Row of(JsonNode row, String architecture) {
      List<String> members = new ArrayList<>();
      members.add("\"name\":" + JsonText.quoted(row.path("name").asText()));
      if (row.has("baseurl")) {
        members.add("\"baseurls\":[" + address(row, "baseurl", architecture) + "]");
      }
      if (row.has("metalink")) {
        members.add("\"metalink\":" + address(row, "metalink", architecture));
      }
      if (!row.path("gpgkey").isEmpty()) {
        members.add("\"gpgkeys\":[" + JsonText.quoted(keys(row)) + "]");
      }
      for (String flag : List.of("check_gpg", "metadata_expire", "rhsm")) {
        if (row.has(flag)) {
          members.add("\"" + flag + "\":" + JsonText.of(row.get(flag)));
        }
      }
      List<String> tags = DataFiles.texts(row.path("image_type_tags"));
      if (!tags.isEmpty()) {
        members.add("\"image_type_tags\":" + JsonText.of(row.get("image_type_tags")));
      }
      String json = members.stream().collect(Collectors.joining(",", "{", "}"));
      return new Row(json, tags);
    }

    boolean serves(String imageType) {
      return tags.isEmpty() || tags.contains(imageType);
    }

    private static String address(JsonNode row, String member, String architecture) {
      return JsonText.quoted(row.path(member).asText().replace("{arch}", architecture));
    }

    /** All keys in one text, as clients have always got them. */
    private static String keys(JsonNode row) {
      String keys =
          DataFiles.texts(row.path("gpgkey")).stream()
              .map(name -> DataFiles.key(name).strip())
              .collect(Collectors.joining("\n"));
      return row.path("gpgkey_newline").asBoolean() ? keys + "\n" : keys;
    }
  }
}
