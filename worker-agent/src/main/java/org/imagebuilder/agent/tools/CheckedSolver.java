package org.imagebuilder.agent.tools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Objects;

/**
 * A program in the place of osbuild-depsolve-dnf that has it check the signatures of some
 * repositories' metadata: image-builder's repository files have no word for that.
 */
public final class CheckedSolver {

  private static final String PROGRAM = "solver-with-checks";

  private final DepsolveDnf solver;

  public CheckedSolver(DepsolveDnf solver) {
    this.solver = solver;
  }

  /** Writes it into the directory, for repositories of these names; where it is. */
  public Path write(Path directory, Collection<String> checked) throws IOException {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("solver", solver.program());
    ArrayNode names = settings.putArray("checked");
    checked.forEach(names::add);
    Files.writeString(directory.resolve(PROGRAM + ".json"), settings.toString());
    Path program =
        Files.createFile(
            directory.resolve(PROGRAM),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (InputStream text =
        Objects.requireNonNull(CheckedSolver.class.getResourceAsStream(PROGRAM))) {
      Files.write(program, text.readAllBytes());
    }
    return program.toAbsolutePath();
  }
}
