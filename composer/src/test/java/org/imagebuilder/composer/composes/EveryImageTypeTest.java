package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks for every image type on every architecture of a distribution, known to it or not. */
class EveryImageTypeTest {
  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final DistributionCatalog CATALOG = new DistributionCatalog();
  private static final ComposePlanner PLANNER = new ComposePlanner(CATALOG);
  private static final List<String> ARCHITECTURES =
      List.of("aarch64", "ppc64le", "riscv64", "s390x", "x86_64", "i686", "X86_64");

  /**
   * Distribution, architecture, image type, repositories; what an installer or an edge image needs
   * on top; and the type that containers alone are made into.
   */
  private static final Set<Integer> REFUSALS = Set.of(4, 5, 6, 7, 27, 35, 47);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rhel-7.0",
        "rhel-7.9",
        "rhel-8.0",
        "rhel-8.4",
        "rhel-8.10",
        "rhel-85",
        "rhel-8",
        "rhel-9",
        "rhel-9.0",
        "rhel-9.2",
        "rhel-9.5",
        "rhel-9.6",
        "rhel-9.9",
        "rhel-9.99",
        "rhel-910",
        "rhel-10",
        "rhel-10.0",
        "rhel-10.3",
        "rhel-10.05",
        "almalinux-8.4",
        "almalinux-8.10",
        "almalinux-9.0",
        "almalinux-9.9",
        "almalinux-10.0",
        "almalinux-10.3",
        "rocky-8.4",
        "rocky-8.10",
        "rocky-9.0",
        "rocky-9.8",
        "rocky-10.0",
        "rocky-10.2",
        "centos-8",
        "centos-9",
        "centos-10",
        "almalinux_kitten-10",
        "ol-9",
        "ol-9.1",
        "ol-10",
        "fedora-10",
        "fedora-41",
        "fedora-43",
        "fedora-46",
        "fedora-999",
        "eln-11",
        "eln-42",
        "debian-12",
        "debian-13",
        "debian-14",
        "centos-7",
        "nothing"
      })
  void every_image_type_is_planned_or_refused_and_offered_ones_are_planned(String distribution)
      throws IOException {
    List<String> faults = new ArrayList<>();

    for (String architecture : ARCHITECTURES) {
      for (String type : apiNames()) {
        String outcome = outcome(distribution, architecture, type);
        boolean offered =
            CATALOG.find(distribution).flatMap(d -> d.imageType(type, architecture)).isPresent();
        // What is offered may still lack repositories of its own, or a customization.
        boolean fits =
            offered
                ? Set.of("planned", "7", "27", "35").contains(outcome)
                : Set.of("4", "5", "6", "47").contains(outcome);
        if (!fits) {
          faults.add(distribution + " " + architecture + " " + type + ": " + outcome);
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  private static String outcome(String distribution, String architecture, String type) {
    String request =
        """
        {"distribution": "%s", "image_request": {"architecture": "%s", "image_type": "%s",
          "repositories": [], "upload_targets": [], "upload_options": %s}}
        """
            .formatted(distribution, architecture, type, options(type));
    try {
      PLANNER.plan(
          RequestMapper.read(CHECK.accepted(ComposeRequests.of(request).tree())),
          new Draft(UUID::randomUUID, 1, Instant.EPOCH, false));
      return "planned";
    } catch (ApiException refused) {
      return refused.code().status() < 500 && REFUSALS.contains(refused.code().number())
          ? Integer.toString(refused.code().number())
          : refused.code() + ": " + refused.details();
    }
  }

  private static String options(String type) {
    if (type.startsWith("aws")) {
      return "{\"region\": \"eu-west-1\", \"share_with_accounts\": [\"123456789012\"]}";
    }
    if (type.startsWith("azure")) {
      return "{\"tenant_id\": \"t\", \"subscription_id\": \"s\", \"resource_group\": \"g\"}";
    }
    if (type.startsWith("gcp")) {
      return "{\"region\": \"eu\", \"bucket\": \"b\"}";
    }
    if (type.equals("oci") || type.endsWith("-container")) {
      return "{}";
    }
    return "{\"region\": \"eu-west-1\"}";
  }

  private static List<String> apiNames() throws IOException {
    try (InputStream in = EveryImageTypeTest.class.getResourceAsStream("/openapi/composer.json")) {
      JsonNode names =
          ComposeRequests.tree(
                  new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
              .at("/components/schemas/ImageTypes/enum");
      List<String> texts = new ArrayList<>();
      names.forEach(name -> texts.add(name.asText()));
      assertThat(texts).hasSizeGreaterThan(33);
      return texts;
    }
  }
}
