package org.imagebuilder.imagebuilder.packages;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class PackageResourceIT extends PackageResourceTest {}
