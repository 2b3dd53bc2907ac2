package org.imagebuilder.composer.queue;

import io.vertx.mutiny.sqlclient.Row;

/** The news that a job may be leased: of this type, on this channel, at this tag. */
record Ready(String channel, String queueType, double tag) {

  static Ready of(Row row) {
    return new Ready(row.getString("channel"), row.getString("queue_type"), row.getDouble("tag"));
  }
}
