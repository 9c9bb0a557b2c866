// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import java.util.Locale;

/** A copy that keeps its source, or one that deletes it. */
enum CopyKind {
    COPY("copied"),
    MOVE("moved");

    private final String participle;

    CopyKind(String participle) {
        this.participle = participle;
    }

    String verb() {
        return name().toLowerCase(Locale.ROOT);
    }

    String participle() {
        return participle;
    }
}
