package org.imagebuilder.imagebuilder.doubles;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests over HTTP that also run against the program as it was packaged: natively, since reflection
 * and resources break there and nowhere else. {@code make native-check} asks for them; against a
 * JVM they would say nothing new.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("packaged-program")
public @interface PackagedProgram {}
