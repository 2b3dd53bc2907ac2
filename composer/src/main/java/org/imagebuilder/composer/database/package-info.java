/**
 * The ground under every store: transactions, single statements, migrations. Knows no table and no
 * room. Stores and the queue call it; use cases only pass a {@link
 * org.imagebuilder.composer.database.Tx} from one store to the next.
 */
@NullMarked
package org.imagebuilder.composer.database;

import org.jspecify.annotations.NullMarked;
