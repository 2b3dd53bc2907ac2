package org.imagebuilder.composer.errors;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;
import org.imagebuilder.composer.contract.cloud.api.ErrorsApi;
import org.imagebuilder.composer.contract.cloud.model.ErrorList;
import org.imagebuilder.composer.contract.cloud.model.ServiceError;
import org.jboss.resteasy.reactive.RestResponse;

/** Lists the catalogue of errors and shows single ones. */
@ApplicationScoped
public class ErrorResource implements ErrorsApi {
  /** Where the cloud API lies. */
  public static final String BASE = "/api/image-builder-composer/v2";

  private static final List<ErrorCode> ALL = List.of(ErrorCode.values());

  private final CurrentVertxRequest request;

  ErrorResource(CurrentVertxRequest request) {
    this.request = request;
  }

  @Override
  public Uni<RestResponse<ErrorList>> getErrorList(String page, String size) {
    long wantedPage = number(page, "page", ErrorCode.INVALID_PAGE_PARAM);
    long wantedSize = number(size, "size", ErrorCode.INVALID_SIZE_PARAM);
    String operationId = Ksuid.next();
    List<ServiceError> items =
        wantedPage < 0 || wantedSize < 0 || wantedPage > ALL.size()
            ? List.of()
            : ALL.stream()
                .skip(wantedPage * Math.min(wantedSize, ALL.size()))
                .limit(wantedSize)
                .map(code -> entry(code, operationId))
                .toList();
    ErrorList list = new ErrorList();
    list.setKind("ErrorList");
    list.setPage(wantedPage);
    list.setSize(items.size());
    list.setTotal(ALL.size());
    list.setItems(items);
    return Uni.createFrom().item(RestResponse.ok(list));
  }

  @Override
  public Uni<RestResponse<ServiceError>> getError(String id) {
    long number =
        integer(id)
            .orElseThrow(() -> ErrorCode.INVALID_ERROR_ID.because("'" + id + "' is no integer"));
    ErrorCode code =
        ALL.stream()
            // The one that says that there is no such error is not told of itself.
            .filter(each -> each.number() == number && each != ErrorCode.SERVICE_ERROR_NOT_FOUND)
            .findFirst()
            .orElseThrow(() -> ErrorCode.ERROR_NOT_FOUND.because("there is no error " + number));
    return Uni.createFrom().item(RestResponse.ok(entry(code, Ksuid.next())));
  }

  private long number(String text, String name, ErrorCode otherwise) {
    // The framework takes a parameter without a value for one that is not there.
    if (request.getCurrent().queryParam(name).contains("")) {
      throw ErrorCode.VALIDATION_FAILED.because(
          name + ": is empty, give an integer or leave it out");
    }
    return integer(text)
        .orElseThrow(() -> otherwise.because(name + ": '" + text + "' is no integer"));
  }

  private static OptionalLong integer(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static ServiceError entry(ErrorCode code, String operationId) {
    ErrorBody body = ErrorBody.of(code, operationId, null);
    ServiceError error = new ServiceError();
    error.setId(body.id());
    error.setKind(body.kind());
    error.setHref(body.href());
    error.setCode(body.code());
    error.setReason(body.reason());
    error.setOperationId(body.operationId());
    return error;
  }
}
