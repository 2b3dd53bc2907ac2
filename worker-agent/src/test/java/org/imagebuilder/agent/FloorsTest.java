package org.imagebuilder.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.imagebuilder.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

  @ArchTest
  static final ArchRule rooms_know_each_other_in_one_direction_only =
      slices().matching("org.imagebuilder.agent.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_tools_room_starts_processes =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.tools..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule only_the_composer_room_calls_composer =
      noClasses()
          .that(
              describe(
                  "are not of the composer room",
                  type -> !type.getPackageName().contains(".agent.composer")))
          .should()
          .dependOnClassesThat(resideInAPackage("java.net.http"));

  @ArchTest
  static final ArchRule uploads_and_jobs_reach_servers_through_the_http_room =
      noClasses()
          .that()
          .resideInAnyPackage("..agent.jobs..", "..agent.uploads..", "..agent.loops..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.HttpURLConnection")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule the_ground_knows_no_room =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..agent.errors..",
              "..agent.http..",
              "..agent.registries..",
              "..agent.tools..",
              "..agent.traces..",
              "..agent.workspace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..agent.jobs..",
              "..agent.loops..",
              "..agent.uploads..",
              "..agent.composer..",
              "..agent.debian..",
              "..agent.solver..",
              "..agent.sources..",
              "..agent.contract..");

  @ArchTest
  static final ArchRule calls_and_errors_know_nothing_of_registries =
      noClasses()
          .that()
          .resideInAnyPackage("..agent.errors..", "..agent.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..agent.registries..");

  @ArchTest
  static final ArchRule handlers_know_nothing_of_loops =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..agent.jobs..",
              "..agent.uploads..",
              "..agent.debian..",
              "..agent.solver..",
              "..agent.sources..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..agent.loops..");

  @ArchTest
  static final ArchRule loops_know_jobs_by_their_type_only =
      noClasses()
          .that()
          .resideInAPackage("..agent.loops..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..agent.uploads..",
              "..agent.tools..",
              "..agent.debian..",
              "..agent.solver..",
              "..agent.sources..");

  @ArchTest
  static final ArchRule handlers_are_called_handlers =
      classes()
          .that()
          .areAssignableTo("org.imagebuilder.agent.jobs.JobHandler")
          .should()
          .haveSimpleNameEndingWith("Handler");

  @ArchTest
  static final ArchRule uploaders_are_called_uploaders =
      classes()
          .that()
          .areAssignableTo("org.imagebuilder.agent.uploads.Uploader")
          .should()
          .haveSimpleNameEndingWith("Uploader");

  @ArchTest
  static final ArchRule configuration_is_read_where_the_program_starts =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.imagebuilder.agent")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("AgentConfig");
}
