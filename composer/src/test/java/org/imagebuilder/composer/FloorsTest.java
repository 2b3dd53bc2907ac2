package org.imagebuilder.composer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: imports point down, and two rooms of one floor do not meet. */
@AnalyzeClasses(
    packages = "org.imagebuilder.composer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {
  private static final String ROOT = "org.imagebuilder.composer.";
  private static final String CONTRACT = ROOT + "contract..";

  @ArchTest
  static final ArchRule rooms_do_not_depend_on_each_other_in_circles =
      slices()
          .matching(ROOT + "(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage(CONTRACT), resideInAPackage(CONTRACT));

  @ArchTest
  static final ArchRule the_queue_knows_the_database_and_no_other_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "queue..")
          .should()
          .dependOnClassesThat(roomsOtherThan("queue", "database", "limits", "chores"));

  @ArchTest
  static final ArchRule errors_know_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "errors..")
          .should()
          .dependOnClassesThat(roomsOtherThan("errors", "contract"));

  @ArchTest
  static final ArchRule limits_know_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "limits..")
          .should()
          .dependOnClassesThat(roomsOtherThan("limits"));

  @ArchTest
  static final ArchRule chores_know_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "chores..")
          .should()
          .dependOnClassesThat(roomsOtherThan("chores"));

  @ArchTest
  static final ArchRule traces_know_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "traces..")
          .should()
          .dependOnClassesThat(roomsOtherThan("traces"));

  @ArchTest
  static final ArchRule tenants_know_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "tenants..")
          .should()
          .dependOnClassesThat(roomsOtherThan("tenants"));

  @ArchTest
  static final ArchRule identity_knows_the_ground_floor_only =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "identity..")
          .should()
          .dependOnClassesThat(roomsOtherThan("identity", "tenants", "errors", "operations"));

  @ArchTest
  static final ArchRule the_database_knows_no_room =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "database..")
          .should()
          .dependOnClassesThat(roomsOtherThan("database"));

  @ArchTest
  static final ArchRule artifacts_know_the_database_and_chores_only =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "artifacts..")
          .should()
          .dependOnClassesThat(roomsOtherThan("artifacts", "database", "chores"));

  @ArchTest
  static final ArchRule targets_know_errors_only =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "targets..")
          .should()
          .dependOnClassesThat(roomsOtherThan("targets", "errors"));

  @ArchTest
  static final ArchRule distributions_know_targets_and_their_own_door =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "distributions..")
          .should()
          .dependOnClassesThat(roomsOtherThan("distributions", "targets", "errors", "listeners"));

  @ArchTest
  static final ArchRule jobs_know_the_queue_and_nothing_above =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "jobs..")
          .should()
          .dependOnClassesThat(roomsOtherThan("jobs", "queue", "targets", "database", "limits"));

  @ArchTest
  static final ArchRule composes_and_workers_never_meet =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "composes..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "workers..");

  @ArchTest
  static final ArchRule composes_do_not_know_who_asks_about_them =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "composes..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "results..");

  @ArchTest
  static final ArchRule results_are_read_from_composes_jobs_and_artifacts =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "results..")
          .should()
          .dependOnClassesThat(
              roomsOtherThan(
                  "results",
                  "composes",
                  "jobs",
                  "queue",
                  "artifacts",
                  "listeners",
                  "tenants",
                  "errors",
                  "database",
                  "contract"));

  @ArchTest
  static final ArchRule workers_and_composes_never_meet =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "workers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "composes..", ROOT + "distributions..", ROOT + "targets..");

  @ArchTest
  static final ArchRule nobody_but_HTTP_calls_packages =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "packages..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "packages..");

  @ArchTest
  static final ArchRule nobody_but_HTTP_calls_clones =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "clones..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "clones..");

  @ArchTest
  static final ArchRule packages_never_meet_workers =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "packages..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "workers..", ROOT + "artifacts..");

  @ArchTest
  static final ArchRule nobody_calls_the_overview =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "overview..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "overview..");

  @ArchTest
  static final ArchRule the_contract_stops_at_the_edges =
      noClasses()
          .that(not(resideInAPackage(CONTRACT)))
          .and(not(nameMatching(".*(Resource|Client|Gateway|Mapper)(_.*|\\$.*)?")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CONTRACT);

  @ArchTest
  static final ArchRule sql_is_spoken_by_stores_and_by_the_queue =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "queue..", ROOT + "database..")
          .and(not(nameMatching(".*Store(_.*|\\$.*)?")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "io.vertx.pgclient..");

  private static DescribedPredicate<JavaClass> roomsOtherThan(String... rooms) {
    String[] allowed = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      allowed[i] = ROOT + rooms[i] + "..";
    }
    return resideInAPackage(ROOT + "*..").and(not(resideInAnyPackage(allowed)));
  }
}
