package org.imagebuilder.composer.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the schema: a file that is never changed after it was released.
 *
 * @param inTransaction whether it is all or nothing; a file that begins with {@link
 *     #OUTSIDE_TRANSACTION} holds one statement that PostgreSQL refuses inside a transaction
 */
record Migration(int version, String name, String sql, String checksum, boolean inTransaction) {
  static final String OUTSIDE_TRANSACTION = "-- outside a transaction";
  private static final String FOLDER = "db/migration/";
  private static final Pattern FILE_NAME = Pattern.compile("V(\\d+)__(\\w+)\\.sql");

  static Migration of(String fileName, String sql) {
    Matcher matcher = FILE_NAME.matcher(fileName);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a migration's name: " + fileName);
    }
    return new Migration(
        Integer.parseInt(matcher.group(1)),
        matcher.group(2),
        sql,
        checksum(sql),
        !sql.startsWith(OUTSIDE_TRANSACTION));
  }

  /** All files of this release; an index names them, for a native program cannot list a folder. */
  static List<Migration> ofThisRelease() {
    return read(FOLDER + "index")
        .lines()
        .map(fileName -> Migration.of(fileName, read(FOLDER + fileName)))
        .toList();
  }

  private static String read(String resource) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing in this program: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String checksum(String sql) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
