package org.imagebuilder.imagebuilder.blueprints;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class BlueprintResourceIT extends BlueprintResourceTest {}
