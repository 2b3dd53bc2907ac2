/**
 * composer: plans a compose as jobs in a PostgreSQL queue and hands them to workers. One room per
 * feature below; imports point down. Nothing lives in this package itself.
 */
@NullMarked
package org.imagebuilder.composer;

import org.jspecify.annotations.NullMarked;
