package org.imagebuilder.imagebuilder.neighbours;

import com.fasterxml.jackson.databind.JsonNode;

/** What a neighbour answered: its status, its text, and the same as a tree if it is JSON. */
public record Reply(int status, JsonNode body, String text) {
  public boolean isOk() {
    return status == 200;
  }

  /** Whether the neighbour does not know the caller, or not the caller's right to ask. */
  public boolean isForbidden() {
    return status == 401 || status == 403;
  }

  /** Never with the text: it is somebody's data. */
  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
