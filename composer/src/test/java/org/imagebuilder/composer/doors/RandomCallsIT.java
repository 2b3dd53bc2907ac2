package org.imagebuilder.composer.doors;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.composer.operations.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class RandomCallsIT extends RandomCallsTest {}
