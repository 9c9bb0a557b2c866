// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import okio.BufferedSource;
import okio.Okio;

/** Reads files with credentials, which are small. No exception contains their content. */
final class SmallFile {
    /** The longest file in bytes. */
    static final int LONGEST = 1024 * 1024;

    private SmallFile() {}

    /**
     * Reads a file, to which a symbolic link may lead: Kubernetes replaces tokens that way.
     *
     * @throws IOException if the file does not exist, is not regular, cannot be read, or is longer than 1 MB
     */
    static byte[] read(Path file) throws IOException {
        try (BufferedSource source = Okio.buffer(Okio.source(open(file)))) {
            if (source.request(LONGEST + 1L)) {
                throw new IOException("the file is longer than " + LONGEST + " bytes");
            }
            return source.readByteArray();
        } catch (NoSuchFileException e) {
            throw new IOException(name(file) + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + name(file) + ": " + PrintableText.escape(e.toString()), e);
        }
    }

    /** Does not wait for the other end of a pipe. */
    private static InputStream open(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
        return Files.newInputStream(file);
    }

    /** @throws NotConfiguredException if the file does not exist */
    static byte[] readIfConfigured(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NotConfiguredException(name(file) + " does not exist");
        }
        return read(file);
    }

    static String name(Path file) {
        return PrintableText.escape(file.toString());
    }
}
