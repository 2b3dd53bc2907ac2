package org.imagebuilder.composer.queue;

import java.util.List;

/** Plans for tests. */
final class Plans {
  static final String CHANNEL = "org-1";
  static final String MANIFEST = "manifest";
  static final String IMAGE = "image:x86_64";

  private Plans() {}

  /** One job. */
  static NewPlan single() {
    return singleOf("share");
  }

  static NewPlan singleOf(String share) {
    JobId id = JobId.random();
    return NewPlan.of(
        id.value(), CHANNEL, share, List.of(NewJob.of(id, IMAGE, "{\"n\":\"" + share + "\"}")));
  }

  /** A manifest and an image made from it. */
  static NewPlan pair() {
    return pairOf("share");
  }

  static NewPlan pairOf(String share) {
    NewJob manifest = NewJob.of(JobId.random(), MANIFEST, "{\"make\":\"manifest\"}");
    NewJob image =
        NewJob.of(JobId.random(), IMAGE, "{\"make\":\"image\"}")
            .withInputs(new NewInput("manifest", manifest.id()))
            .endingWith(
                Ending.of("{\"error\":\"input\"}", "{\"short\":\"input\"}"),
                Ending.of("{\"error\":\"lost\"}", "{\"short\":\"lost\"}"));
    return NewPlan.of(image.id().value(), CHANNEL, share, List.of(manifest, image));
  }

  /** Two manifests, an image that needs both, and a report that runs whatever happens. */
  static NewPlan diamond() {
    NewJob first = NewJob.of(JobId.random(), MANIFEST, "{\"make\":1}");
    NewJob second = NewJob.of(JobId.random(), MANIFEST, "{\"make\":2}");
    NewJob image =
        NewJob.of(JobId.random(), IMAGE, "{}")
            .withInputs(new NewInput("second", second.id()), new NewInput("first", first.id()))
            .endingWith(Ending.of("{\"error\":\"input\"}"), Ending.of("{\"error\":\"lost\"}"));
    NewJob report =
        NewJob.of(JobId.random(), "report", "{}")
            .withInputs(new NewInput("image", image.id()), new NewInput("first", first.id()))
            .runningWhenInputFails();
    return NewPlan.of(report.id().value(), CHANNEL, "share", List.of(first, second, image, report));
  }

  static NewPlan awaited() {
    JobId id = JobId.random();
    return new NewPlan(
        id.value(),
        CHANNEL,
        "share",
        1,
        1,
        true,
        List.of(NewJob.of(id, MANIFEST, "{}").awaitedByCaller()));
  }

  static JobId job(NewPlan plan, int position) {
    return plan.jobs().get(position).id();
  }

  static JobId root(NewPlan plan) {
    return new JobId(plan.id());
  }
}
