package org.imagebuilder.imagebuilder.oscap;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class OscapResourceIT extends OscapResourceTest {}
