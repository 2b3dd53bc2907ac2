package org.imagebuilder.composer.errors;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.composer.operations.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class ErrorResourceIT extends ErrorResourceTest {}
