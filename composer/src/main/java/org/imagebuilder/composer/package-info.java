/**
 * composer: plans a compose as jobs in a PostgreSQL queue and hands them to workers. One room per
 * feature below; imports point down. Only the program itself, its main method, lives in this
 * package. package.
 */
@NullMarked
package org.imagebuilder.composer;

import org.jspecify.annotations.NullMarked;
