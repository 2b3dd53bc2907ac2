package org.imagebuilder.imagebuilder.traces;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.imagebuilder.imagebuilder.doubles.PackagedProgram;

@PackagedProgram
@QuarkusIntegrationTest
class TraceHeadersIT extends TraceHeadersTest {}
