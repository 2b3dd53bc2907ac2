package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.listeners.RawDoor.bytes;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.RawDoor;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.Test;

/** Who has no token is not listened to for long. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class StrangersTest {
  @Inject WorkerListener listener;

  @Test
  void a_stranger_who_sends_a_body_without_end_is_hung_up_on() throws IOException {
    String answer =
        RawDoor.say(
            listener.port(),
            bytes(
                "PUT /api/image-builder-worker/v1/jobs/0d2a9d6e-2f0b-4d4e-9c58-1b6d1f4a9c11/artifacts/a"
                    + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 401").contains("\"IMAGE-BUILDER-WORKER-401\"");
  }
}
