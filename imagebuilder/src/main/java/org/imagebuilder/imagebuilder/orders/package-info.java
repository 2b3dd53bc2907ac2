/**
 * How a request becomes an order for composer: rules first, then what other services know about
 * what it names, asked together and as seldom as possible. Keeps nothing; called by those who keep
 * requests.
 */
@NullMarked
package org.imagebuilder.imagebuilder.orders;

import org.jspecify.annotations.NullMarked;
