/**
 * worker-agent: leases jobs from composer, runs the build tools, uploads what they made and
 * reports. Has no inbound port and no database.
 */
@NullMarked
package org.imagebuilder.agent;

import org.jspecify.annotations.NullMarked;
