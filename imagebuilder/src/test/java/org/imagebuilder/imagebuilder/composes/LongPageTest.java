package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An organisation whose forty composes of a blueprint have half a megabyte each. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class LongPageTest {
  @DatabaseAddress String address;

  private final String organisation = "long-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);
  private final String blueprint = UUID.randomUUID().toString();

  @BeforeEach
  void longRequests() {
    new PostgresServer.Database(URI.create(address))
        .execute(
            """
            INSERT INTO blueprints (id, org_id, account_number, name, description)
            VALUES ('BLUEPRINT', 'ORG', '', 'long', '');
            INSERT INTO blueprint_versions (id, blueprint_id, version, body)
            VALUES ('BLUEPRINT', 'BLUEPRINT', 1, '{}');
            INSERT INTO composes
              (job_id, request, created_at, account_number, org_id, blueprint_version_id)
            SELECT gen_random_uuid(), jsonb_build_object('image_description', repeat('x', 500000)),
                   (now() AT TIME ZONE 'UTC') - i * interval '1 minute', '', 'ORG', 'BLUEPRINT'
            FROM generate_series(1, 40) AS i
            """
                .replace("ORG", organisation)
                .replace("BLUEPRINT", blueprint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/composes", "/blueprints/BLUEPRINT/composes"})
  void a_page_that_nobody_could_keep_in_memory_is_refused(String path) {
    Answer answer = user.get(path.replace("BLUEPRINT", blueprint) + "?limit=40");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("the composes of this page are more than 16 MB, ask for fewer by limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/composes", "/blueprints/BLUEPRINT/composes"})
  void whoever_asks_for_fewer_gets_them(String path) {
    Answer answer = user.get(path.replace("BLUEPRINT", blueprint) + "?limit=20&offset=20");

    assertThat(answer.json().at("/meta/count").asInt()).isEqualTo(40);
    assertThat(answer.json().path("data")).hasSize(20);
  }
}
