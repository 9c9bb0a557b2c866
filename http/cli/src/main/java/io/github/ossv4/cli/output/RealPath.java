// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The place of a file after all symbolic links, also if the file does not exist. */
public final class RealPath {
    /** The most links that Linux follows. */
    private static final int MAX_LINKS = 40;

    private RealPath() {}

    /** Returns the place where a file is, or would be created. */
    public static Path of(Path file) throws IOException {
        return of(file, MAX_LINKS);
    }

    private static Path of(Path file, int links) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            return absolute;
        }
        // Without the last segment, which can be that of a pipe.
        Path place = of(parent, links).resolve(absolute.getFileName());
        return Files.isSymbolicLink(place) && links > 0
                ? of(place.resolveSibling(Files.readSymbolicLink(place)), links - 1)
                : place;
    }
}
