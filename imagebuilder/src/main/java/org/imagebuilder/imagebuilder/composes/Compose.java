package org.imagebuilder.imagebuilder.composes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/**
 * A compose that composer has taken: whose it is, and what was asked for. Its state is composer's.
 */
@Entity
@Table(name = "composes")
@SuppressWarnings("NullAway.Init")
public class Compose {
  /** Composer's id, and the id that the user knows. */
  @Id
  @Column(name = "job_id")
  UUID id;

  /**
   * The request as it is given back, secrets left out; never changes. It crosses the driver as
   * text, for old rows hold what no reader of JSON with bounds takes, and numbers stay as they
   * were.
   */
  @ColumnTransformer(read = "request::text", write = "CAST(CAST(? AS text) AS jsonb)")
  @Column(name = "request")
  String request;

  /** In UTC. */
  @Column(name = "created_at")
  LocalDateTime createdAt;

  @Column(name = "account_number")
  String accountNumber;

  @Column(name = "org_id")
  String organisation;

  @Column(name = "image_name")
  @Nullable String imageName;

  /** Set once, by the user; the row goes on counting for the quota. */
  @Column(name = "deleted")
  boolean deleted;

  @Column(name = "email")
  @Nullable String email;

  @Column(name = "client_id")
  @Nullable String clientId;

  @Column(name = "blueprint_version_id")
  @Nullable UUID blueprintVersionId;

  protected Compose() {}
}
