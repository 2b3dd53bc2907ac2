package org.imagebuilder.imagebuilder.blueprints;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** What a blueprint said at a time; never changes. */
@Entity
@Table(name = "blueprint_versions")
@SuppressWarnings("NullAway.Init")
public class BlueprintVersion {
  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "blueprint_id")
  UUID blueprintId;

  /** From 1 on, without gaps. */
  @Column(name = "version")
  int version;

  /** Distribution, container, image requests and customizations; passwords are hashes. */
  @ColumnTransformer(read = "cast(body as text)", write = Blueprint.JSON)
  @Column(name = "body")
  String body;

  /** In UTC. */
  @Column(name = "created_at")
  LocalDateTime createdAt;

  /** What policies required at that time. */
  @ColumnTransformer(read = "cast(service_snapshots as text)", write = Blueprint.JSON)
  @Column(name = "service_snapshots")
  @Nullable String snapshots;

  /** Keys of registrations; empty in the body. Null where the body has them all, as it used to. */
  @ColumnTransformer(read = "cast(secrets as text)", write = Blueprint.JSON)
  @Column(name = "secrets")
  @Nullable String secrets;
}
