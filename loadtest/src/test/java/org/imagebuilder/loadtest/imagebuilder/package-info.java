/**
 * What imagebuilder can do on this machine together with composer, measured from outside by as many
 * users as the predecessor's load test had, with and without a long history.
 */
@NullMarked
package org.imagebuilder.loadtest.imagebuilder;

import org.jspecify.annotations.NullMarked;
