package org.imagebuilder.imagebuilder.composes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;

/** How the image of a compose ended, as it was first told; a row never changes. */
@Entity
@Table(name = "compose_outcomes")
@SuppressWarnings("NullAway.Init")
public class Outcome {
  @Id
  @Column(name = "job_id")
  UUID composeId;

  /** The image's status in the public contract's form. */
  @Column(name = "image_status")
  String imageStatus;

  /** In UTC. */
  @Column(name = "seen_at")
  LocalDateTime seenAt;
}
