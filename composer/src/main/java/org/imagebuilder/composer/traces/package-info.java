/**
 * What is done for one request, as spans of one trace across programs: the context that comes in
 * and goes on, the spans that are begun here, and their way to a collector. Never what a request
 * means, and nothing that is secret. Knows no other room; every room may ask.
 */
@NullMarked
package org.imagebuilder.composer.traces;

import org.jspecify.annotations.NullMarked;
