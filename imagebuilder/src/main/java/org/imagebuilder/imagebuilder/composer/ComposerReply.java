package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;

/** What composer answered, whatever the status; a body that is no JSON is a missing node. */
record ComposerReply(int status, JsonNode body, String text) {}
