package org.imagebuilder.composer.clones;

import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.model.AWSEC2UploadStatus;
import org.imagebuilder.composer.contract.cloud.model.CloneComposeResponse;
import org.imagebuilder.composer.contract.cloud.model.ComposeStatusError;
import org.imagebuilder.composer.contract.cloud.model.UploadStatusValue;
import org.imagebuilder.composer.contract.cloud.model.UploadTypes;
import org.imagebuilder.composer.errors.ErrorResource;
import org.imagebuilder.composer.jobs.JobError;

/** Writes clones in the words of the contract. */
final class CloneMapper {
  private CloneMapper() {}

  static CloneComposeResponse id(UUID compose, UUID clone) {
    CloneComposeResponse answer = new CloneComposeResponse();
    answer.setHref(ErrorResource.BASE + "/composes/" + compose + "/clone");
    answer.setId(clone);
    answer.setKind("CloneComposeId");
    return answer;
  }

  static org.imagebuilder.composer.contract.cloud.model.CloneStatus status(
      UUID id, CloneStatus status) {
    var answer = new org.imagebuilder.composer.contract.cloud.model.CloneStatus();
    answer.setHref(ErrorResource.BASE + "/clones/" + id);
    answer.setId(id);
    answer.setKind("CloneComposeStatus");
    answer.setType(UploadTypes.AWS);
    MachineImage image = MachineImage.NONE;
    switch (status) {
      case CloneStatus.Pending pending -> answer.setStatus(UploadStatusValue.PENDING);
      case CloneStatus.Running running -> answer.setStatus(UploadStatusValue.RUNNING);
      case CloneStatus.Failed failed -> {
        answer.setStatus(UploadStatusValue.FAILURE);
        answer.setError(error(failed.error()));
      }
      case CloneStatus.Succeeded succeeded -> {
        answer.setStatus(UploadStatusValue.SUCCESS);
        image = succeeded.image();
      }
    }
    AWSEC2UploadStatus options = new AWSEC2UploadStatus();
    options.setAmi(image.ami());
    options.setRegion(image.region());
    answer.setOptions(options);
    return answer;
  }

  private static ComposeStatusError error(JobError said) {
    ComposeStatusError error = new ComposeStatusError();
    error.setId(said.id());
    error.setReason(said.reason());
    error.setDetails(said.details());
    return error;
  }
}
