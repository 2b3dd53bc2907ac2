/**
 * By which ids a request can be followed through logs and services: read or made when it comes in,
 * given back with the answer, and sent along with every call that is made for it; and, where a
 * collector is named, the spans of requests and calls and their way to it. Never anything that is
 * secret. Knows no other room; every room may ask.
 */
@NullMarked
package org.imagebuilder.imagebuilder.traces;

import org.jspecify.annotations.NullMarked;
