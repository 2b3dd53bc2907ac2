package org.imagebuilder.composer.distributions;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.composer.operations.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class DistributionOverHttpIT extends DistributionOverHttpTest {}
