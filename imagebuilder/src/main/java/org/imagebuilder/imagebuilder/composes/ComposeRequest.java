package org.imagebuilder.imagebuilder.composes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A compose on its way to composer; its id is the idempotency key of the call (ADR 0030). Those of
 * a batch become composes together or not at all (ADR 0035).
 */
@Entity
@Table(name = "compose_requests")
@SuppressWarnings("NullAway.Init")
public class ComposeRequest {
  // Without the inner cast the driver would take the text for a value of JSON, and quote it.
  private static final String AS_JSON = "cast(cast(? as text) as jsonb)";

  /** What is known of a request. */
  enum State {
    /** Composer's answer is not known yet. */
    REQUESTED,
    /** Composer has it, and the rest of its batch is still under way. */
    HELD,
    /** It is a compose. */
    ACCEPTED,
    /** Composer has it and is to call it off, for another one of its batch was refused. */
    WITHDRAWN,
    /** Nobody will ever know what became of it. */
    LOST
  }

  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "org_id")
  String organisation;

  @Column(name = "account_number")
  String accountNumber;

  @Column(name = "email")
  @Nullable String email;

  @Column(name = "client_id")
  @Nullable String clientId;

  @Column(name = "image_name")
  @Nullable String imageName;

  @Column(name = "blueprint_version_id")
  @Nullable UUID blueprintVersionId;

  @Column(name = "created_at")
  LocalDateTime createdAt;

  // Both go to and fro as text: what the driver cannot make an object of would spoil its
  // connection.
  @Column(name = "request")
  @ColumnTransformer(read = "cast(request as text)", write = AS_JSON)
  String request;

  /** What composer is sent; null as soon as the answer is known, for it holds secrets. */
  @Column(name = "outgoing")
  @ColumnTransformer(read = "cast(outgoing as text)", write = AS_JSON)
  @Nullable String outgoing;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  @Column(name = "state")
  State state;

  @Column(name = "job_id")
  @Nullable UUID composeId;

  /** How often the sweep has tried. */
  @Column(name = "attempts")
  int attempts;

  /** Before this moment the request that made the row may still be waiting for the answer. */
  @Column(name = "next_attempt_at")
  LocalDateTime nextAttemptAt;

  @Column(name = "lost_because")
  @Nullable String lostBecause;

  /** What those that stand and fall together have in common. */
  @Column(name = "batch")
  @Nullable UUID batch;

  @Column(name = "batch_position")
  int position;

  /** Composer has it, under this id. */
  void hold(UUID heldAs) {
    state = State.HELD;
    composeId = heldAs;
    outgoing = null;
    lostBecause = null;
  }

  /** It becomes the compose that composer has. */
  void accept() {
    state = State.ACCEPTED;
  }

  /** Composer is to call it off; others see to that from this moment on. */
  void withdraw(LocalDateTime next) {
    state = State.WITHDRAWN;
    nextAttemptAt = next;
  }

  void lose(String because) {
    state = State.LOST;
    lostBecause = because;
    outgoing = null;
  }
}
