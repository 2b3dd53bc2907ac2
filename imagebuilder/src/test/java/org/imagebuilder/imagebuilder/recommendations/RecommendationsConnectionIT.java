package org.imagebuilder.imagebuilder.recommendations;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class RecommendationsConnectionIT extends RecommendationsConnectionTest {}
