package org.imagebuilder.agent.uploads.koji;

import java.util.Map;
import java.util.TreeMap;

/** A file that lies at the hub. */
record KojiFile(String filename, String md5, long size) {

  /** As target results have it. */
  Map<String, Object> told() {
    return new TreeMap<>(
        Map.of("filename", filename, "checksum_type", "md5", "checksum", md5, "size", size));
  }
}
