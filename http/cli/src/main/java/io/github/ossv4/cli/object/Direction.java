// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import java.util.Locale;

/** The direction of a transfer. */
enum Direction {
    UPLOAD("uploaded"),
    DOWNLOAD("downloaded"),
    /** Between two folders of OSS. */
    COPY("copied");

    private final String done;

    Direction(String done) {
        this.done = done;
    }

    /** Returns the name of the transfer, such as {@code upload}. */
    String verb() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the participle, such as {@code uploaded}. */
    String done() {
        return done;
    }
}
