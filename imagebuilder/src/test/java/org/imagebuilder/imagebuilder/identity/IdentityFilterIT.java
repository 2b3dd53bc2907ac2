package org.imagebuilder.imagebuilder.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class IdentityFilterIT extends IdentityFilterTest {}
