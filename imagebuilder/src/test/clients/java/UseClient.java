import com.fasterxml.jackson.databind.DeserializationFeature;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.client.ApiClient;
import org.imagebuilder.client.ApiException;
import org.imagebuilder.client.JSON;
import org.imagebuilder.client.api.BlueprintsApi;
import org.imagebuilder.client.api.ComposesApi;
import org.imagebuilder.client.api.DistributionsApi;
import org.imagebuilder.client.model.AWSUploadRequestOptions;
import org.imagebuilder.client.model.AzureUploadRequestOptions;
import org.imagebuilder.client.model.BlueprintResponse;
import org.imagebuilder.client.model.ComposeRequest;
import org.imagebuilder.client.model.ComposeStatus;
import org.imagebuilder.client.model.CreateBlueprintRequest;
import org.imagebuilder.client.model.Customizations;
import org.imagebuilder.client.model.Distributions;
import org.imagebuilder.client.model.ImageRequest;
import org.imagebuilder.client.model.ImageTypes;
import org.imagebuilder.client.model.ModelFile;
import org.imagebuilder.client.model.OpenSCAP;
import org.imagebuilder.client.model.OpenSCAPProfile;
import org.imagebuilder.client.model.UploadRequest;
import org.imagebuilder.client.model.UploadRequestOptions;
import org.imagebuilder.client.model.UploadTypes;
import org.imagebuilder.client.model.User;
import org.imagebuilder.client.model.UserOrGroup;

/** A program of somebody who has generated a client of the document; it says what it found. */
public class UseClient {
  private final BlueprintsApi blueprints;
  private final ComposesApi composes;
  private final DistributionsApi distributions;

  UseClient(URI origin, String identity) {
    ApiClient client = new ApiClient();
    // This library tells the alternatives of a oneOf apart by members that only one of them has.
    client.setObjectMapper(
        JSON.getDefault()
            .getMapper()
            .copy()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    client.updateBaseUri(origin + "/api/image-builder/v1");
    client.setRequestInterceptor(request -> request.header("x-rh-identity", identity));
    blueprints = new BlueprintsApi(client);
    composes = new ComposesApi(client);
    distributions = new DistributionsApi(client);
  }

  /** Arguments: where the service is, and the identity header. */
  public static void main(String[] arguments) throws ApiException {
    UseClient user = new UseClient(URI.create(arguments[0]), arguments[1]);
    user.choose();
    user.keep();
    user.compose();
    user.fail();
  }

  private void choose() throws ApiException {
    boolean listed =
        distributions.getDistributions(null, null, null, null).stream()
            .anyMatch(one -> one.getDistributionItem().getName().equals("centos-9"));
    require(listed, "centos-9 is listed");
    boolean offered =
        distributions.getArchitectures(Distributions.CENTOS_9).stream()
            .anyMatch(one -> one.getImageTypes().contains("guest-image"));
    require(offered, "guest images are offered");
  }

  private void keep() throws ApiException {
    CreateBlueprintRequest wanted =
        new CreateBlueprintRequest()
            .name("java " + UUID.randomUUID())
            .distribution(Distributions.RHEL_9)
            .imageRequests(Set.of(aws(), azure(), guest()))
            .customizations(customizations());
    UUID id = blueprints.createBlueprint(wanted).getId();
    BlueprintResponse kept = blueprints.getBlueprint(id, null);
    require(kept.getImageRequests().equals(wanted.getImageRequests()), "images " + kept);
    User user = kept.getCustomizations().getUsers().getFirst();
    require(user.getHasPassword() && user.getPassword() == null, "user " + user);
    ModelFile file = kept.getCustomizations().getFiles().getFirst();
    require(file.getUser().getActualInstance().equals("root"), "owner " + file);
    require(file.getGroup().getActualInstance().equals(0L), "group " + file);
    require(kept.getCustomizations().getOpenscap().equals(openscap()), "profile " + kept);
    require(blueprints.getBlueprints(null, wanted.getName(), 10, 0).getMeta().getCount() == 1, "a list");
  }

  private void compose() throws ApiException {
    ComposeRequest wanted =
        new ComposeRequest().distribution(Distributions.CENTOS_9).imageRequests(Set.of(guest()));
    UUID id = composes.composeImage(wanted).getId();
    ComposeStatus status = composes.getComposeStatus(id);
    require(status.getRequest().getImageRequests().equals(Set.of(guest())), "compose " + status);
    boolean listed =
        composes.getComposes(10, 0, List.of(ImageTypes.EDGE_COMMIT, ImageTypes.EDGE_INSTALLER)).getData().stream()
            .anyMatch(one -> one.getId().equals(id));
    require(listed, "the compose is listed");
  }

  private void fail() {
    try {
      composes.getComposeStatus(UUID.randomUUID());
      require(false, "an unknown compose is refused");
    } catch (ApiException refusal) {
      require(refusal.getCode() == 404, refusal.toString());
    }
  }

  private static Customizations customizations() {
    ModelFile file =
        new ModelFile()
            .path("/etc/motd")
            .user(new UserOrGroup("root"))
            .group(new UserOrGroup(0L))
            .data("hello");
    return new Customizations()
        .packages(List.of("vim-enhanced", "@development"))
        .users(List.of(new User().name("admin").password("a plain password")))
        .openscap(openscap())
        .files(List.of(file));
  }

  private static OpenSCAP openscap() {
    return new OpenSCAP(new OpenSCAPProfile().profileId("xccdf_org.ssgproject.content_profile_cis"));
  }

  private static ImageRequest aws() {
    return image(
        ImageTypes.AWS,
        UploadTypes.AWS,
        new UploadRequestOptions(
            new AWSUploadRequestOptions().shareWithAccounts(Set.of("123456789012"))));
  }

  private static ImageRequest azure() {
    return image(
        ImageTypes.AZURE,
        UploadTypes.AZURE,
        new UploadRequestOptions(new AzureUploadRequestOptions().resourceGroup("images")));
  }

  private static ImageRequest guest() {
    return image(
        ImageTypes.GUEST_IMAGE, UploadTypes.AWS_S3, new UploadRequestOptions(new AWSUploadRequestOptions()));
  }

  private static ImageRequest image(ImageTypes type, UploadTypes target, UploadRequestOptions options) {
    return new ImageRequest()
        .architecture(ImageRequest.ArchitectureEnum.X86_64)
        .imageType(type)
        .uploadRequest(new UploadRequest().type(target).options(options));
  }

  private static void require(boolean found, String what) {
    if (!found) {
      throw new IllegalStateException("not as it should be: " + what);
    }
  }
}
