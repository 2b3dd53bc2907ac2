package org.imagebuilder.imagebuilder.doors;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class OddBodiesIT extends OddBodiesTest {}
