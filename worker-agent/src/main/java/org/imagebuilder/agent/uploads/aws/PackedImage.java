package org.imagebuilder.agent.uploads.aws;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolOutput;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.Upload;

/**
 * An image as the build left it.
 *
 * @param format in EC2's words
 * @param packed by xz, which EC2 does not read
 */
record PackedImage(String format, boolean packed) {

  private static final String XZ = ".xz";
  private static final Duration LONGEST = Duration.ofHours(2);

  static PackedImage of(Upload upload) throws JobErrorException {
    String name = upload.filename().toLowerCase(Locale.ROOT);
    boolean packed = name.endsWith(XZ);
    String plain = packed ? name.substring(0, name.length() - XZ.length()) : name;
    String ending = plain.substring(plain.lastIndexOf('.') + 1);
    return switch (ending) {
      case "raw", "img" -> new PackedImage("RAW", packed);
      case "vhd", "vhdx", "vmdk" -> new PackedImage(ending.toUpperCase(Locale.ROOT), packed);
      default ->
          throw new JobErrorException(
              JobErrorCode.INVALID_TARGET_CONFIG,
              "EC2 imports raw, vhd, vhdx and vmdk files (also packed by xz), not "
                  + upload.filename());
    };
  }

  /** The file that EC2 can read; it lies beside the other one. */
  Path unpack(ToolRunner tools, Upload upload) throws JobErrorException, InterruptedException {
    if (!packed) {
      return upload.file();
    }
    upload.progress().step("Unpacking the image");
    Path directory = upload.file().toAbsolutePath().resolveSibling(".");
    Path plain = upload.file().resolveSibling("unpacked-for-aws");
    ToolCommand command =
        ToolCommand.of(directory, "xz", "-d", "-c", "-T0", "--", upload.file().toString())
            .withOutput(new ToolOutput.ToFile(plain))
            .withTimeout(LONGEST);
    try {
      ToolResult result = tools.run(command);
      if (!result.succeeded()) {
        throw new JobErrorException(
            JobErrorCode.TARGET_ERROR, "The image could not be unpacked by xz", result.logTail());
      }
      return plain;
    } catch (ToolException e) {
      throw new JobErrorException(
          JobErrorCode.TARGET_ERROR, "The image could not be unpacked: " + e.getMessage());
    }
  }
}
