// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Content and names of the files of tests. */
public final class TestFiles {
    private TestFiles() {}

    /** Returns random bytes, the same for the same seed. */
    public static byte[] randomBytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Returns the names of the files in a directory, sorted. */
    public static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a path. Skips the test if the encoding of the locale, such as {@code C}, does not have its characters.
     */
    public static Path pathOrSkip(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return Assumptions.abort("the encoding of the locale has no such file names: " + e.getMessage());
        }
    }

    /** Creates a named pipe. Skips the test if the platform has no command for it. */
    public static Path createPipe(Path file) throws IOException {
        try {
            Process process = new ProcessBuilder("mkfifo", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
            return file;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            return Assumptions.abort("no mkfifo: " + e.getMessage());
        }
    }

    /** Creates a file that exists and is neither a regular file nor a directory: a Unix domain socket. */
    public static Path createSocket(Path file) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(file));
        }
        return file;
    }
}
