// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import org.jspecify.annotations.Nullable;

/** The kinds of faults that can be injected. The names are from methods of the public API, and of JSON. */
public enum FaultKind {
    /** No fault. */
    NONE("none", null),
    /** An error response in place of an execution. */
    ERROR("error", null),
    /** A reset connection during the body of the request. */
    UPLOAD_RESET("uploadReset", "bytes"),
    /** A reset connection during the object that is sent. */
    DOWNLOAD_RESET("downloadReset", "bytes"),
    /** A closed connection during the object that is sent. */
    DOWNLOAD_CUT("downloadCut", "bytes"),
    /** A wrong bit in the object that is sent. */
    FLIPPED_BYTE("flippedByte", "position"),
    /** A wrong CRC64 header. */
    WRONG_CRC64("wrongCrc64", "crc64"),
    /** A missing CRC64 header. */
    NO_CRC64("noCrc64", null),
    /** A wrong ETag header. */
    WRONG_ETAG("wrongEtag", null),
    /** A reset connection in place of the response. */
    RESPONSE_LOST("responseLost", null),
    /** A late response. */
    DELAY("delay", "milliseconds");

    private final String publicName;
    private final @Nullable String numberName;

    FaultKind(String publicName, @Nullable String numberName) {
        this.publicName = publicName;
        this.numberName = numberName;
    }

    /** Returns the name of the method that returns such a fault. */
    public String publicName() {
        return publicName;
    }

    /** Returns the name of the number that such a fault has as its parameter; null if it has none. */
    public @Nullable String numberName() {
        return numberName;
    }

    /** Returns whether faults of this kind can affect any operation. The others are declared by each operation. */
    boolean affectsAllOperations() {
        return this == ERROR || this == RESPONSE_LOST || this == DELAY;
    }
}
