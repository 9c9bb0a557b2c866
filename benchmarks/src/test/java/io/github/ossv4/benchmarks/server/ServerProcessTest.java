// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.server;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    /** A program that does not end. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @TempDir
    private Path folder;

    @Test
    void endsProcessWithoutValidResponse() throws Exception {
        Path jar = jar();
        List<ProcessHandle> left = List.of();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> closeFirst(socket));
            assertThrows(IOException.class, () -> new ServerProcess(MeasuredServer.OSSV4, jar, socket.getLocalPort()));
            left = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(jar.toString()))
                    .toList();
            closed.get(1, TimeUnit.MINUTES);
            for (ProcessHandle process : left) {
                process.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void closeFirst(ServerSocket socket) {
        try {
            socket.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Endless.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Endless.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        Path jar = folder.resolve("endless.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
