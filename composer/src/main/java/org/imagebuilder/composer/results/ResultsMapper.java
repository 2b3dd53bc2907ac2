package org.imagebuilder.composer.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.model.ComposeMetadata;
import org.imagebuilder.composer.contract.cloud.model.PackageMetadata;
import org.imagebuilder.composer.errors.ErrorResource;
import org.imagebuilder.composer.jobs.BillOfMaterials;
import org.imagebuilder.composer.jobs.ImageContents;
import org.imagebuilder.composer.jobs.InstalledPackage;

/** Writes results in the words of the contract; what is JSON already is copied. */
final class ResultsMapper {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultsMapper() {}

  static ComposeMetadata metadata(UUID id, Metadata metadata) {
    ComposeMetadata answer = new ComposeMetadata();
    answer.setHref(href(id, "metadata"));
    answer.setId(id);
    answer.setKind("ComposeMetadata");
    answer.setRequest(tree(metadata.request()));
    metadata
        .contents()
        .map(ImageContents::packages)
        .ifPresent(all -> answer.setPackages(all.stream().map(ResultsMapper::written).toList()));
    metadata.contents().flatMap(ImageContents::ostreeCommit).ifPresent(answer::setOstreeCommit);
    return answer;
  }

  static Buffer logs(UUID id, Logs logs) {
    Buffer answer = begun(id, "ComposeLogs", "logs").appendString(",\"image_builds\":");
    list(answer, logs.builds());
    logs.koji()
        .ifPresent(
            koji ->
                answer
                    .appendString(",\"koji\":{\"init\":")
                    .appendString(koji.init())
                    .appendString(",\"import\":")
                    .appendString(koji.finish())
                    .appendString("}"));
    return answer.appendString("}\n");
  }

  static Buffer manifests(UUID id, List<Optional<String>> manifests) {
    Buffer answer = begun(id, "ComposeManifests", "manifests").appendString(",\"manifests\":");
    list(answer, manifests.stream().map(manifest -> manifest.orElse("null")).toList());
    return answer.appendString("}\n");
  }

  static Buffer billsOfMaterials(UUID id, List<List<BillOfMaterials>> images) {
    Buffer answer = begun(id, "ComposeSBOMs", "sboms").appendString(",\"items\":[");
    String comma = "";
    for (List<BillOfMaterials> image : images) {
      answer.appendString(comma);
      list(answer, image.stream().map(ResultsMapper::written).toList());
      comma = ",";
    }
    return answer.appendString("]}\n");
  }

  private static void list(Buffer answer, List<String> items) {
    String before = "[";
    for (String item : items) {
      answer.appendString(before).appendString(item);
      before = ",";
    }
    answer.appendString(items.isEmpty() ? "[]" : "]");
  }

  private static String written(BillOfMaterials bill) {
    return "{\"pipeline_name\":"
        + quoted(bill.pipeline())
        + ",\"pipeline_purpose\":"
        + quoted(bill.ofImage() ? "image" : "buildroot")
        + ",\"sbom\":"
        + bill.document()
        + ",\"sbom_type\":"
        + quoted(bill.type())
        + "}";
  }

  private static PackageMetadata written(InstalledPackage installed) {
    PackageMetadata told = new PackageMetadata();
    told.setType(installed.type());
    told.setName(installed.name());
    told.setVersion(installed.version());
    told.setRelease(installed.release());
    told.setEpoch(installed.epoch());
    told.setArch(installed.arch());
    told.setSigmd5(installed.sigmd5());
    told.setSignature(installed.signature());
    told.setChecksum(installed.checksum());
    return told;
  }

  private static Buffer begun(UUID id, String kind, String what) {
    return Buffer.buffer()
        .appendString("{\"href\":")
        .appendString(quoted(href(id, what)))
        .appendString(",\"id\":")
        .appendString(quoted(id.toString()))
        .appendString(",\"kind\":")
        .appendString(quoted(kind));
  }

  private static String href(UUID id, String what) {
    return ErrorResource.BASE + "/composes/" + id + "/" + what;
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static ObjectNode tree(String request) {
    try {
      return (ObjectNode) JSON.readTree(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored request cannot be read", e);
    }
  }
}
