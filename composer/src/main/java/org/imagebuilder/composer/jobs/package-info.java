/**
 * What the jobs are: one record for the args and one for the result of each type, the catalogue of
 * job errors, and the judgement of a result. The only room that opens what workers send. The use
 * cases reach the queue through {@link org.imagebuilder.composer.jobs.Jobs}; this room knows no use
 * case.
 */
@NullMarked
package org.imagebuilder.composer.jobs;

import org.jspecify.annotations.NullMarked;
