package org.imagebuilder.composer.packages;

import java.util.List;
import org.imagebuilder.composer.contract.cloud.model.DepsolveResponse;
import org.imagebuilder.composer.contract.cloud.model.PackageDetails;
import org.imagebuilder.composer.contract.cloud.model.PackageMetadataCommon;
import org.imagebuilder.composer.contract.cloud.model.SearchPackagesResponse;
import org.imagebuilder.composer.jobs.SearchPackagesResult.FoundPackage;
import org.jspecify.annotations.Nullable;

/** Writes packages in the words of the contract. */
final class PackagesMapper {
  private PackagesMapper() {}

  static DepsolveResponse resolved(List<ExactPackage> packages) {
    DepsolveResponse answer = new DepsolveResponse();
    answer.setPackages(packages.stream().map(PackagesMapper::exact).toList());
    return answer;
  }

  static SearchPackagesResponse found(List<FoundPackage> packages) {
    SearchPackagesResponse answer = new SearchPackagesResponse();
    answer.setPackages(packages.stream().map(PackagesMapper::details).toList());
    return answer;
  }

  private static PackageMetadataCommon exact(ExactPackage each) {
    PackageMetadataCommon answer = new PackageMetadataCommon();
    answer.setType(each.type());
    answer.setName(each.name());
    answer.setVersion(each.version());
    answer.setRelease(each.release());
    answer.setArch(each.architecture());
    each.epoch().ifPresent(answer::setEpoch);
    each.checksum().ifPresent(answer::setChecksum);
    return answer;
  }

  private static PackageDetails details(FoundPackage each) {
    PackageDetails answer = new PackageDetails();
    answer.setName(each.name());
    answer.setVersion(orEmpty(each.version()));
    answer.setRelease(orEmpty(each.release()));
    answer.setArch(orEmpty(each.arch()));
    if (each.epoch() != 0) {
      answer.setEpoch(Integer.toString(each.epoch()));
    }
    answer.setBuildtime(each.buildTime());
    answer.setSummary(said(each.summary()));
    answer.setDescription(said(each.description()));
    answer.setUrl(said(each.url()));
    answer.setLicense(said(each.license()));
    return answer;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** An empty text is nothing said. */
  private static @Nullable String said(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
