package org.imagebuilder.agent.uploads.koji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.Adler32;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;

/** Sends one file piece by piece, and believes only what the hub confirms. */
final class KojiPieces {

  private static final int PIECE = 1 << 20;
  private static final int ATTEMPTS = 3;

  private final KojiSession session;
  private final String directory;
  private final String name;

  KojiPieces(KojiSession session, String directory, String name) {
    this.session = session;
    this.directory = directory;
    this.name = name;
  }

  KojiFile send(Path file, LongConsumer sent)
      throws KojiException, IOException, InterruptedException {
    MessageDigest md5 = md5();
    long size = Files.size(file);
    long offset = 0;
    do {
      long length = Math.min(PIECE, size - offset);
      byte[] piece = new HttpBody.Piece(file, offset, length).read();
      md5.update(piece);
      send(piece, offset);
      offset += length;
      sent.accept(offset);
    } while (offset < size);
    return new KojiFile(name, HexFormat.of().formatHex(md5.digest()), size);
  }

  private void send(byte[] piece, long offset) throws KojiException, InterruptedException {
    String query =
        CloudCaller.encoded(
            Map.of(
                "filepath",
                directory,
                "filename",
                name,
                "offset",
                Long.toString(offset),
                "fileverify",
                "adler32",
                "overwrite",
                "true"));
    for (int attempt = 1; ; attempt++) {
      Object answer = session.post(query, HttpBody.bytes(piece)).orElse("");
      if (confirms(answer, piece)) {
        return;
      }
      if (attempt == ATTEMPTS) {
        throw new KojiException(
            "The hub did not get what was sent of %s, from byte %d".formatted(name, offset),
            String.valueOf(answer));
      }
    }
  }

  /** Size and digest come as numbers or texts, as the hub's age has it. */
  private static boolean confirms(Object answer, byte[] piece) {
    if (!(answer instanceof Map<?, ?> members)) {
      return false;
    }
    Adler32 expected = new Adler32();
    expected.update(piece);
    try {
      return Long.parseLong(String.valueOf(members.get("size"))) == piece.length
          && Long.parseLong(String.valueOf(members.get("hexdigest")), 16) == expected.getValue();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
