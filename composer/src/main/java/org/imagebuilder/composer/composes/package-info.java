/**
 * A compose, from the request over its plan to its status. The request is checked as a tree against
 * the contract, read into records, planned as jobs and written together with them; the status is
 * folded from the jobs whenever somebody asks. Besides HTTP, other rooms may use its check of
 * requests and its doors for questions about images and about composes that exist; nothing calls
 * back into it.
 */
@NullMarked
package org.imagebuilder.composer.composes;

import org.jspecify.annotations.NullMarked;
