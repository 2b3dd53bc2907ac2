package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where one image goes, complete with names that are made up where the request gives none. */
public sealed interface UploadTarget
    permits AwsTarget,
        AwsS3Target,
        GcpTarget,
        AzureTarget,
        ContainerTarget,
        OciTarget,
        LocalTarget,
        KojiTarget {
  /** The kind of target in the words of jobs. */
  String jobName();

  /** Name of the image at its destination. */
  String imageName();

  /** The settings as jobs carry them. Credentials are never among them: workers have their own. */
  ObjectNode options();
}
