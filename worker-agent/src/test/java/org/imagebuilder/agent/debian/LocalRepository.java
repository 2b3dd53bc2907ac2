package org.imagebuilder.agent.debian;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolRunner;

/** A flat apt repository with one tiny package, served on a free port. */
final class LocalRepository implements AutoCloseable {

  private final HttpServer server;

  private LocalRepository(HttpServer server) {
    this.server = server;
  }

  static LocalRepository with(String name, Path directory, ToolRunner tools) throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Path folder = Files.createDirectories(directory.resolve("folder"));
    String control =
        "Package: %s\nVersion: 1:2.0-3\nArchitecture: all\nMaintainer: Nobody <n@example.org>\nDescription: tiny\n"
            .formatted(name);
    Files.writeString(Files.createDirectories(tree.resolve("DEBIAN")).resolve("control"), control);
    Files.writeString(
        Files.createDirectories(tree.resolve("usr/share/" + name)).resolve("here"), "yes\n");
    Path deb = folder.resolve(name + ".deb");
    tools.run(
        ToolCommand.of(
            directory,
            "dpkg-deb",
            "--root-owner-group",
            "--build",
            tree.toString(),
            deb.toString()));
    Files.writeString(
        folder.resolve("Packages"),
        "%sFilename: %s.deb\nSize: %d\nSHA256: %s\n"
            .formatted(control, name, Files.size(deb), Digests.of(deb)));
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder.toAbsolutePath(),
            OutputLevel.NONE);
    server.start();
    return new LocalRepository(server);
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
