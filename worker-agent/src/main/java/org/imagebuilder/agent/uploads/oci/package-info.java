/**
 * Objects and images in Oracle's cloud, with requests of our own instead of Oracle's libraries.
 * Nobody but the program's start knows it.
 */
@NullMarked
package org.imagebuilder.agent.uploads.oci;

import org.jspecify.annotations.NullMarked;
