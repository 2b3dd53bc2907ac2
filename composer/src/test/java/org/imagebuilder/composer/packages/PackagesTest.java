package org.imagebuilder.composer.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.packages.Questioner.Answer;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody gets who asks about packages, while a worker answers. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class PackagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Inject WorkerListener workers;
  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private PackageCalls calls;

  @BeforeEach
  void begin() {
    calls = new PackageCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  @Test
  void a_worker_gets_what_a_blueprint_names() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE, PackageCalls.request("post-depsolve-blueprint.request.json"));

    JsonNode args = JSON.readTree(calls.lease("depsolve").args());

    JsonNode set = args.at("/grouped_package_sets/os/0");
    assertThat(set.path("Include"))
        .isEqualTo(JSON.readTree("[\"vim-minimal\", \"httpd-2.4.*\", \"kernel\"]"));
    assertThat(set.path("Repositories").size()).isPositive();
    assertThat(set.at("/Repositories/0/baseurls/0").asText() + set.at("/Repositories/0/metalink"))
        .contains("http");
    assertThat(args.path("module_platform_id").asText()).isEqualTo("platform:el9");
    assertThat(args.path("releasever").asText()).isEqualTo("9");
    assertThat(args.path("arch").asText()).isEqualTo("x86_64");
    assertThat(answer).isNotDone();
  }

  @Test
  void the_packages_of_a_blueprint_are_answered() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE, PackageCalls.request("post-depsolve-blueprint.request.json"));

    calls.finish(
        calls.lease("depsolve"), JobType.DEPSOLVE, PackageCalls.job("depsolve.result.json"));

    assertThat(answer.join().status()).isEqualTo(200);
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(PackageCalls.request("post-depsolve-blueprint.200.json")));
  }

  @Test
  void the_packages_of_an_image_come_with_the_digests_of_its_manifest() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE,
                PackageCalls.request("post-depsolve-blueprint.request.image.json"));
    LeasedJob manifest = calls.lease("rpm-manifest");

    calls.finish(manifest, JobType.RPM_MANIFEST, PackageCalls.job("rpm-manifest.result.json"));

    assertThat(JSON.readTree(manifest.args()).path("image_type").asText()).isEqualTo("qcow2");
    assertThat(manifest.args()).contains("https://packages.example.com/el9/x86_64/");
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(PackageCalls.request("post-depsolve-blueprint.200.json")));
  }

  @Test
  void old_workers_make_a_manifest_whose_files_are_the_answer() throws IOException {
    PackageCalls.aWorkerWith(URI.create(workers.origin()), "image-builder-manifest");
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE,
                PackageCalls.request("post-depsolve-blueprint.request.image.json"));

    calls.finish(
        calls.lease("image-builder-manifest"),
        JobType.IMAGE_BUILDER_MANIFEST,
        PackageCalls.job("rpm-manifest.result.json"));

    assertThat(answer.join().body().at("/packages").findValuesAsText("name"))
        .containsExactly("bash", "vim-minimal");
    assertThat(answer.join().text("/packages/1/checksum")).startsWith("sha256:ba65");
  }

  @Test
  void the_packages_of_a_Debian_image_are_answered() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.DEPSOLVE,
                PackageCalls.request("post-depsolve-blueprint.request.debian.json"));

    calls.finish(
        calls.lease("debian-manifest"),
        JobType.DEBIAN_MANIFEST,
        PackageCalls.job("debian-manifest.result.json"));

    assertThat(answer.join().body().at("/packages").findValuesAsText("type")).containsOnly("deb");
    assertThat(answer.join().body().at("/packages").findValuesAsText("name")).contains("vim");
  }

  @Test
  void what_a_search_finds_is_answered() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(Questioner.SEARCH, PackageCalls.request("post-search-packages.request.json"));
    LeasedJob search = calls.lease("search-packages");

    calls.finish(search, JobType.SEARCH_PACKAGES, PackageCalls.job("search-packages.result.json"));

    assertThat(JSON.readTree(search.args()).path("packages").size()).isEqualTo(2);
    assertThat(answer.join().body())
        .isEqualTo(JSON.readTree(PackageCalls.request("post-search-packages.200.json")));
  }

  @Test
  void the_packages_of_a_Debian_distribution_are_searched_by_workers_that_have_apt()
      throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(
                Questioner.SEARCH,
                """
                {"distribution": "debian-13", "architecture": "x86_64", "packages": ["vim-*"],
                 "repositories": [{"baseurl": "https://deb.example.com/", "rhsm": false}]}
                """);
    LeasedJob search = calls.lease("debian-search");

    calls.finish(search, JobType.DEBIAN_SEARCH, PackageCalls.job("debian-search.result.json"));

    assertThat(JSON.readTree(search.args()).path("suite").asText()).isEqualTo("trixie");
    assertThat(JSON.readTree(search.args()).at("/repositories/0/baseurl").asText())
        .isEqualTo("https://deb.example.com/");
    assertThat(answer.join().text("/packages/0/name")).isEqualTo("vim-tiny");
  }

  @Test
  void a_search_that_finds_nothing_is_answered_with_an_empty_list() throws IOException {
    CompletableFuture<Answer> answer =
        calls
            .person()
            .asks(Questioner.SEARCH, PackageCalls.request("post-search-packages.request.json"));

    calls.finish(
        calls.lease("search-packages"),
        JobType.SEARCH_PACKAGES,
        PackageCalls.job("search-packages.nothing.result.json"));

    assertThat(answer.join().status()).isEqualTo(200);
    assertThat(answer.join().body().toString()).isEqualTo("{\"packages\":[]}");
  }
}
