package org.imagebuilder.imagebuilder.composer;

import java.util.Optional;

/** What composer answered, and the tag under which it may be asked whether that still holds. */
record TaggedReply(ComposerReply reply, Optional<String> tag) {}
