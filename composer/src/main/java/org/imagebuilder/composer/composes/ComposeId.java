package org.imagebuilder.composer.composes;

import java.util.UUID;

/** Names one compose for ever; also the id of its plan and of that plan's last job. */
record ComposeId(UUID value) {}
