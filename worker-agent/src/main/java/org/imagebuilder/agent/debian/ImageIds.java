package org.imagebuilder.agent.debian;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.UUID;

/** Every id inside of an image, derived from the manifest's seed: the same seed, the same ids. */
record ImageIds(long seed) {

  UUID disk() {
    return id("disk");
  }

  UUID espPartition() {
    return id("esp partition");
  }

  UUID rootPartition() {
    return id("root partition");
  }

  UUID rootFileSystem() {
    return id("root file system");
  }

  UUID directoryHash() {
    return id("directory hash");
  }

  /** Eight hexadecimal digits: all that FAT has room for. */
  String espVolume() {
    return id("esp volume").toString().substring(0, 8).toUpperCase(Locale.ROOT);
  }

  private UUID id(String purpose) {
    MessageDigest digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    digest.update(purpose.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    // The bits that mark a random id (RFC 9562, version 4).
    long high = (bytes.getLong() & ~0xF000L) | 0x4000L;
    long low = (bytes.getLong() & ~0xC000000000000000L) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
