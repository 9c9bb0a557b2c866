// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

/** A copy that keeps its source, or one that deletes it. */
enum CopyKind {
    COPY("copy", "copied"),
    MOVE("move", "moved");

    private final String verb;
    private final String participle;

    CopyKind(String verb, String participle) {
        this.verb = verb;
        this.participle = participle;
    }

    String verb() {
        return verb;
    }

    String participle() {
        return participle;
    }
}
