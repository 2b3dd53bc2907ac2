/**
 * The doors through which HTTP comes in: the cloud API on the main port, the worker API on a port
 * of its own, and the guard that lets each door show its own paths only. Decides nothing about what
 * is asked behind them. The rooms' routes need not know through which door a request came.
 */
@NullMarked
package org.imagebuilder.composer.listeners;

import org.jspecify.annotations.NullMarked;
