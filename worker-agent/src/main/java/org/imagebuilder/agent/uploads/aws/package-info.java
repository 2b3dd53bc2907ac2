/**
 * Amazon: images in EC2, and files in S3 or in a store that speaks it. Signs its own requests
 * (docs/adr/0020). Knows nothing of how an image was built.
 */
@NullMarked
package org.imagebuilder.agent.uploads.aws;

import org.jspecify.annotations.NullMarked;
