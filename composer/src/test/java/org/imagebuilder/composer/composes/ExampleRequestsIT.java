package org.imagebuilder.composer.composes;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.composer.operations.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class ExampleRequestsIT extends ExampleRequestsTest {}
