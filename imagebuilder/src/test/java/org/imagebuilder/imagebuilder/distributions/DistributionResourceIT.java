package org.imagebuilder.imagebuilder.distributions;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class DistributionResourceIT extends DistributionResourceTest {}
