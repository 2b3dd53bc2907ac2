package org.imagebuilder.imagebuilder.composes;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class ComposeResourceIT extends ComposeResourceTest {}
