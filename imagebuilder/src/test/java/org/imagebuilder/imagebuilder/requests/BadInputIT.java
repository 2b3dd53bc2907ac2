package org.imagebuilder.imagebuilder.requests;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class BadInputIT extends BadInputTest {}
