package org.imagebuilder.composer.composes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.distributions.Engine;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.JobArgs;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.KojiFinalizeJob;
import org.imagebuilder.composer.jobs.KojiInitJob;
import org.imagebuilder.composer.jobs.Target;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.targets.KojiTarget;

/**
 * How images get into Koji: a build is reserved there, each image is made and laid down at the hub,
 * and a last job imports all of them, or gives the reservation up when one is missing.
 */
final class KojiPlan {
  private static final String DIRECTORY = "osbuild-cg/osbuild-composer-koji-";

  private KojiPlan() {}

  static JobPlan of(List<BuildOrder> orders, KojiRequest koji, Draft draft) {
    Map<String, BuildOrder> images = byFilename(orders, koji);
    String directory = DIRECTORY + draft.nextId();
    JobId init = draft.nextJob();
    List<PlannedJob> jobs = new ArrayList<>();
    jobs.add(job(init, JobType.KOJI_INIT, init(koji), List.of()));
    List<NewInput> inputs = new ArrayList<>();
    inputs.add(new NewInput("koji-init", init));
    images.forEach(
        (filename, order) -> {
          Target target =
              UploadPlan.target(
                  new KojiTarget(filename, koji.server(), directory), order.imageType(), draft);
          jobs.addAll(RpmPlan.jobs(order.withFirst(target), Optional.of(init), draft));
          inputs.add(new NewInput("build-" + inputs.size(), jobs.getLast().id()));
        });
    jobs.add(
        job(
            draft.nextJob(),
            JobType.KOJI_FINALIZE,
            new KojiFinalizeJob(
                koji.server(),
                koji.name(),
                koji.version(),
                koji.release(),
                List.copyOf(images.keySet()),
                directory,
                koji.taskId(),
                draft.now().getEpochSecond()),
            inputs));
    return new JobPlan(jobs);
  }

  /** In the order of the request. Two files of one name would overwrite each other at the hub. */
  private static Map<String, BuildOrder> byFilename(List<BuildOrder> orders, KojiRequest koji) {
    Map<String, BuildOrder> images = new LinkedHashMap<>();
    for (BuildOrder order : orders) {
      String member = order.request().member();
      if (order.distribution().engine() == Engine.DEBIAN) {
        throw ErrorCode.BAD_REQUEST.because(
            "koji: knows RPM packages only, " + order.distribution().name() + " has none");
      }
      ImageType imageType = order.imageType();
      String filename = koji.filename(imageType.architecture(), extension(imageType.filename()));
      BuildOrder other = images.putIfAbsent(filename, order);
      if (other != null) {
        throw ErrorCode.BAD_REQUEST.because(
            "%s: would have the name %s in Koji, as %s has; give them different architectures"
                .formatted(member, filename, other.request().member()));
      }
    }
    return images;
  }

  private static String extension(String filename) {
    int dot = filename.indexOf('.');
    return dot < 0 ? "" : filename.substring(dot);
  }

  private static KojiInitJob init(KojiRequest koji) {
    return new KojiInitJob(koji.server(), koji.name(), koji.version(), koji.release());
  }

  private static PlannedJob job(JobId id, JobType type, JobArgs args, List<NewInput> inputs) {
    return new PlannedJob(id, type, "", args, inputs);
  }
}
