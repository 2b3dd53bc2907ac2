package org.imagebuilder.imagebuilder.blueprints;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A blueprint: whose it is and what it is called. What it says is in its versions. */
@Entity
@Table(name = "blueprints")
@SuppressWarnings("NullAway.Init")
public class Blueprint {
  /** Text all the way, for drivers read JSON in their own manner and lose members that are null. */
  static final String JSON = "cast(cast(? as text) as jsonb)";

  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "org_id")
  String organisation;

  @Column(name = "account_number")
  String accountNumber;

  /** Unlike all others of the organisation; a deleted one bears its id. */
  @Column(name = "name")
  String name;

  @Column(name = "description")
  @Nullable String description;

  /** In UTC. */
  @Column(name = "created_at")
  LocalDateTime createdAt;

  @Column(name = "deleted")
  boolean deleted;

  /** Where an import comes from. */
  @ColumnTransformer(read = "cast(metadata as text)", write = JSON)
  @Column(name = "metadata")
  @Nullable String metadata;
}
