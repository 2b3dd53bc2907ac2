package org.imagebuilder.imagebuilder.composes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A compose on its way to composer; its id is the idempotency key of the call (ADR 0030). */
@Entity
@Table(name = "compose_requests")
@SuppressWarnings("NullAway.Init")
public class ComposeRequest {
  /** REQUESTED until composer's answer is known; then ACCEPTED, or LOST if it never will be. */
  enum State {
    REQUESTED,
    ACCEPTED,
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

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "request")
  String request;

  /** What composer is sent; null as soon as the answer is known, for it holds secrets. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "outgoing")
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
}
