// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

/** The direction of a transfer. */
enum Direction {
    UPLOAD("upload", "uploaded"),
    DOWNLOAD("download", "downloaded");

    private final String verb;
    private final String done;

    Direction(String verb, String done) {
        this.verb = verb;
        this.done = done;
    }

    /** Returns the name of the transfer, such as {@code upload}. */
    String verb() {
        return verb;
    }

    /** Returns the participle, such as {@code uploaded}. */
    String done() {
        return done;
    }
}
