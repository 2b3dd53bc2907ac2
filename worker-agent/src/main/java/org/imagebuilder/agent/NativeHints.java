package org.imagebuilder.agent;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.imagebuilder.agent.contract.worker.model.AwsEc2CopyArgs;
import org.imagebuilder.agent.contract.worker.model.AwsEc2Result;
import org.imagebuilder.agent.contract.worker.model.AwsEc2ShareArgs;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.contract.worker.model.AwsTargetOptions;
import org.imagebuilder.agent.contract.worker.model.AzureImageTargetOptions;
import org.imagebuilder.agent.contract.worker.model.AzureTargetOptions;
import org.imagebuilder.agent.contract.worker.model.BootcInfo;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveArgs;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveResult;
import org.imagebuilder.agent.contract.worker.model.BootcInfoSpec;
import org.imagebuilder.agent.contract.worker.model.ContainerResolveArgs;
import org.imagebuilder.agent.contract.worker.model.ContainerResolveResult;
import org.imagebuilder.agent.contract.worker.model.ContainerSpec;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianDirectory;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianFirstBoot;
import org.imagebuilder.agent.contract.worker.model.DebianGroup;
import org.imagebuilder.agent.contract.worker.model.DebianImageArgs;
import org.imagebuilder.agent.contract.worker.model.DebianImageType;
import org.imagebuilder.agent.contract.worker.model.DebianKernel;
import org.imagebuilder.agent.contract.worker.model.DebianLocale;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.contract.worker.model.DebianManifestArgs;
import org.imagebuilder.agent.contract.worker.model.DebianManifestResult;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.contract.worker.model.DebianPackageMetadata;
import org.imagebuilder.agent.contract.worker.model.DebianRepository;
import org.imagebuilder.agent.contract.worker.model.DebianSearchArgs;
import org.imagebuilder.agent.contract.worker.model.DebianServices;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.imagebuilder.agent.contract.worker.model.DepsolveArgs;
import org.imagebuilder.agent.contract.worker.model.FileResolveArgs;
import org.imagebuilder.agent.contract.worker.model.FileResolveResult;
import org.imagebuilder.agent.contract.worker.model.FoundChecksum;
import org.imagebuilder.agent.contract.worker.model.FoundPackage;
import org.imagebuilder.agent.contract.worker.model.GcpTargetOptions;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestArgs;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestCommand;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.JobStatus;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeArgs;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeResult;
import org.imagebuilder.agent.contract.worker.model.KojiInitArgs;
import org.imagebuilder.agent.contract.worker.model.KojiInitResult;
import org.imagebuilder.agent.contract.worker.model.KojiTargetOptions;
import org.imagebuilder.agent.contract.worker.model.LeasedJob;
import org.imagebuilder.agent.contract.worker.model.ManifestFault;
import org.imagebuilder.agent.contract.worker.model.ManifestInfo;
import org.imagebuilder.agent.contract.worker.model.ManifestInfoDependency;
import org.imagebuilder.agent.contract.worker.model.ManifestResult;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.OsbuildArtifact;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.OstreeCommit;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveArgs;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveResult;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveSpec;
import org.imagebuilder.agent.contract.worker.model.PackageSet;
import org.imagebuilder.agent.contract.worker.model.PartialResult;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;
import org.imagebuilder.agent.contract.worker.model.RegisterWorker;
import org.imagebuilder.agent.contract.worker.model.RegisteredWorker;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.contract.worker.model.RequestJob;
import org.imagebuilder.agent.contract.worker.model.ResolvedFile;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmManifestBootc;
import org.imagebuilder.agent.contract.worker.model.RpmManifestOstree;
import org.imagebuilder.agent.contract.worker.model.RpmManifestResult;
import org.imagebuilder.agent.contract.worker.model.RpmPackage;
import org.imagebuilder.agent.contract.worker.model.RpmRepository;
import org.imagebuilder.agent.contract.worker.model.SbomDocument;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesArgs;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesResult;
import org.imagebuilder.agent.contract.worker.model.StageLog;
import org.imagebuilder.agent.contract.worker.model.Subscription;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.contract.worker.model.TargetResult;
import org.imagebuilder.agent.contract.worker.model.UpdateJob;
import org.imagebuilder.agent.contract.worker.model.UpdatedJob;

/** Every class whose members are found at run time by name: what JSON is read into or made from. */
@RegisterForReflection(
    targets = {
      AwsEc2CopyArgs.class,
      AwsEc2Result.class,
      AwsEc2ShareArgs.class,
      AwsS3TargetOptions.class,
      AwsTargetOptions.class,
      AzureImageTargetOptions.class,
      AzureTargetOptions.class,
      BootcInfo.class,
      BootcInfoResolveArgs.class,
      BootcInfoResolveResult.class,
      BootcInfoSpec.ResolveModeEnum.class,
      BootcInfoSpec.class,
      ContainerResolveArgs.class,
      ContainerResolveResult.class,
      ContainerSpec.class,
      ContainerTargetOptions.class,
      DebianCustomizations.class,
      DebianDirectory.class,
      DebianFile.DataEncodingEnum.class,
      DebianFile.class,
      DebianFirstBoot.class,
      DebianGroup.class,
      DebianImageArgs.class,
      DebianImageType.class,
      DebianKernel.class,
      DebianLocale.class,
      DebianManifest.class,
      DebianManifestArgs.class,
      DebianManifestResult.class,
      DebianPackage.class,
      DebianPackageMetadata.class,
      DebianRepository.class,
      DebianSearchArgs.class,
      DebianServices.class,
      DebianUser.class,
      DepsolveArgs.class,
      FileResolveArgs.class,
      FileResolveResult.class,
      FoundChecksum.class,
      FoundPackage.class,
      GcpTargetOptions.class,
      ImageBuilderManifestArgs.class,
      ImageBuilderManifestCommand.class,
      JobError.class,
      JobProgress.class,
      JobStatus.class,
      KojiFinalizeArgs.class,
      KojiFinalizeResult.class,
      KojiInitArgs.class,
      KojiInitResult.class,
      KojiTargetOptions.class,
      LeasedJob.class,
      ManifestFault.class,
      ManifestInfo.class,
      ManifestInfoDependency.class,
      ManifestResult.class,
      OciTargetOptions.class,
      OsbuildArgs.class,
      OsbuildArtifact.class,
      OsbuildOutput.class,
      OsbuildResult.class,
      OstreeCommit.class,
      OstreeResolveArgs.class,
      OstreeResolveResult.class,
      OstreeResolveSpec.class,
      PackageSet.class,
      PartialResult.class,
      PipelineNames.class,
      RegisterWorker.class,
      RegisteredWorker.class,
      RepoConfig.class,
      RequestJob.class,
      ResolvedFile.class,
      RpmManifestArgs.class,
      RpmManifestBootc.class,
      RpmManifestOstree.class,
      RpmManifestResult.class,
      RpmPackage.class,
      RpmRepository.class,
      SbomDocument.class,
      SearchPackagesArgs.class,
      SearchPackagesResult.class,
      StageLog.class,
      Subscription.class,
      Target.class,
      TargetResult.class,
      UpdateJob.class,
      UpdatedJob.class,
    })
final class NativeHints {

  private NativeHints() {}
}
