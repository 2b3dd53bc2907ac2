package org.imagebuilder.composer.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.composer.operations.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class OneDoorIT extends OneDoorTest {}
