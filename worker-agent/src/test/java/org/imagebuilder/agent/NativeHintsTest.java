package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestArgs;
import org.imagebuilder.agent.jobs.JobHandler;
import org.junit.jupiter.api.Test;

class NativeHintsTest {

  private static final String MODEL = "org.imagebuilder.agent.contract.worker.model";

  /** From handlers' args and results, member by member, and from the calls to composer. */
  @Test
  void whatever_json_is_read_into_or_made_from_is_listed() {
    Set<String> wanted = new HashSet<>();
    new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
        .importPackages("org.imagebuilder.agent").stream()
            .filter(type -> !type.getPackageName().startsWith("org.imagebuilder.agent.contract"))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .forEach(type -> addWithMembers(type, wanted));

    assertThat(listed()).containsAll(wanted);
    assertThat(wanted).contains(ImageBuilderManifestArgs.class.getName());
    assertThat(JobHandler.class).isInterface();
  }

  private static void addWithMembers(JavaClass type, Set<String> wanted) {
    if (type.getPackageName().equals(MODEL) && wanted.add(type.getName())) {
      type.getFields().stream()
          .map(field -> field.getType())
          .map(JavaType::getAllInvolvedRawTypes)
          .flatMap(Set::stream)
          .forEach(member -> addWithMembers(member, wanted));
    }
  }

  private static Set<String> listed() {
    return Arrays.stream(NativeHints.class.getAnnotation(RegisterForReflection.class).targets())
        .map(Class::getName)
        .collect(Collectors.toSet());
  }
}
