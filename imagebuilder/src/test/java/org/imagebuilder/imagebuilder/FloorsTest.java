package org.imagebuilder.imagebuilder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;

@AnalyzeClasses(
    packages = "org.imagebuilder.imagebuilder",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {
  private static final String ROOT = "org.imagebuilder.imagebuilder.";

  @ArchTest
  static final ArchRule rooms_have_no_cycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_edges_know_the_contracts =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "contract..")
          .and()
          .haveNameNotMatching(".*(Resource|Client|Mapper|Gateway|Calls)(\\$.*)?(_.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "contract..");

  @ArchTest
  static final ArchRule only_the_composer_room_knows_composers_contract =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "composer..", ROOT + "contract..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "contract.composer..");

  @ArchTest
  static final ArchRule only_stores_talk_to_the_database =
      noClasses()
          .that()
          .haveNameNotMatching(".*Store(\\$.*)?(_.*)?")
          .and()
          .areNotAnnotatedWith(Entity.class)
          .and()
          .resideOutsideOfPackage(ROOT + "database..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.hibernate..",
              "io.quarkus.hibernate..",
              "io.vertx..sqlclient..",
              "jakarta.persistence..");

  @ArchTest
  static final ArchRule the_ground_imports_no_room =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "errors..",
              ROOT + "database..",
              ROOT + "caches..",
              ROOT + "traces..",
              ROOT + "settings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "blueprints..",
              ROOT + "composes..",
              ROOT + "composer..",
              ROOT + "contentsources..",
              ROOT + "customizations..",
              ROOT + "distributions..",
              ROOT + "identity..",
              ROOT + "limits..",
              ROOT + "neighbours..",
              ROOT + "orders..",
              ROOT + "provisioning..",
              ROOT + "operations..",
              ROOT + "packages..",
              ROOT + "requests..");

  @ArchTest
  static final ArchRule neighbours_only_answer =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "neighbours..",
              ROOT + "tokens..",
              ROOT + "contentsources..",
              ROOT + "provisioning..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "composes..",
              ROOT + "composer..",
              ROOT + "customizations..",
              ROOT + "distributions..",
              ROOT + "operations..",
              ROOT + "orders..",
              ROOT + "requests..");

  @ArchTest
  static final ArchRule policies_are_below_those_who_use_them =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "compliance..", ROOT + "features..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "composes..",
              ROOT + "blueprints..",
              ROOT + "composer..",
              ROOT + "customizations..",
              ROOT + "operations..",
              ROOT + "orders..",
              ROOT + "oscap..");

  @ArchTest
  static final ArchRule nobody_calls_the_lint =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "lint..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "lint..");

  @ArchTest
  static final ArchRule nobody_calls_the_recommendations =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "recommendations..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "recommendations..");

  @ArchTest
  static final ArchRule nobody_calls_the_profiles =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "oscap..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "oscap..");

  @ArchTest
  static final ArchRule only_blueprints_and_the_maintenance_call_the_composes =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "composes..", ROOT + "blueprints..", ROOT + "maintenance..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "composes..");

  @ArchTest
  static final ArchRule nobody_calls_the_packages =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "packages..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "packages..");

  @ArchTest
  static final ArchRule limits_know_callers_and_nothing_that_they_ask_for =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "limits..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "blueprints..",
              ROOT + "composes..",
              ROOT + "composer..",
              ROOT + "customizations..",
              ROOT + "database..",
              ROOT + "distributions..",
              ROOT + "operations..",
              ROOT + "requests..");

  @ArchTest
  static final ArchRule nobody_calls_the_limits =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "limits..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "limits..");
}
