package org.imagebuilder.imagebuilder.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One step of the schema: a file that is never edited after it was released. */
record Migration(int version, String name, String sql) {
  /** Every step, in order. A name in this list and a file of that name belong together. */
  static final List<String> NAMES =
      List.of(
          "V001__predecessors_tables",
          "V002__compose_requests",
          "V003__blueprint_secrets",
          "V004__compose_counts",
          "V005__compose_outcomes",
          "V006__batches_of_requests");

  static List<Migration> all() {
    return NAMES.stream().map(Migration::read).toList();
  }

  String checksum() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Migration read(String name) {
    String file = "/db/migration/" + name + ".sql";
    try (InputStream resource = Migration.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " is not in the program");
      }
      String sql = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      return new Migration(Integer.parseInt(name.substring(1, 4)), name, sql);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
