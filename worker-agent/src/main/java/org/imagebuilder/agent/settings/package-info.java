/**
 * The predecessor's configuration file: which of its keys mean which of ours, and how they come
 * among the other sources of configuration. Uses nothing of the agent; only the start of the
 * program calls it. What a setting is good for is never decided here.
 */
@NullMarked
package org.imagebuilder.agent.settings;

import org.jspecify.annotations.NullMarked;
