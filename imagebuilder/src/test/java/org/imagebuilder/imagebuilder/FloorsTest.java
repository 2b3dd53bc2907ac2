package org.imagebuilder.imagebuilder;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

@AnalyzeClasses(
    packages = "org.imagebuilder.imagebuilder",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {
  private static final String ROOT = "org.imagebuilder.imagebuilder.";

  /** The ground first. Rooms of one floor never meet. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("errors", "caches", "traces", "tokens", "neighbours"),
          Set.of("database", "settings", "identity", "features"),
          Set.of("contentsources", "provisioning", "limits"),
          Set.of("customizations", "requests", "distributions"),
          Set.of("composer", "compliance", "recommendations"),
          Set.of("orders", "packages", "oscap", "operations"),
          Set.of("composes"),
          Set.of("blueprints", "maintenance"),
          Set.of("lint"));

  /** What they do is for people or for the server; no room asks them for anything. */
  private static final List<String> DOORS =
      List.of(
          "lint", "oscap", "packages", "recommendations", "limits", "operations", "maintenance");

  @ArchTest
  static final ArchRule every_room_has_a_floor =
      classes()
          .that()
          .resideOutsideOfPackages("org.imagebuilder.imagebuilder", ROOT + "contract..")
          .should()
          .resideInAnyPackage(
              FLOORS.stream().flatMap(Set::stream).map(FloorsTest::room).toArray(String[]::new));

  @ArchTest
  static void imports_point_down(JavaClasses classes) {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      Set<String> reachable = new HashSet<>();
      FLOORS.subList(0, floor).forEach(reachable::addAll);
      for (String room : FLOORS.get(floor)) {
        Stream<String> below = Stream.concat(reachable.stream(), Stream.of(room, "contract"));
        classes()
            .that()
            .resideInAPackage(room(room))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage(ROOT + "*..")
                    .or(resideInAnyPackage(below.map(FloorsTest::room).toArray(String[]::new))))
            .because(room + " is on floor " + floor + " and knows nothing but what is below")
            .check(classes);
      }
    }
  }

  @ArchTest
  static void nobody_calls_the_doors(JavaClasses classes) {
    for (String door : DOORS) {
      noClasses()
          .that()
          .resideOutsideOfPackage(room(door))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(room(door))
          .because(door + " answers people or the server alone")
          .check(classes);
    }
  }

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

  private static String room(String name) {
    return ROOT + name + "..";
  }
}
