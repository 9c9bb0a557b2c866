// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

/** The kinds of faults that can be injected. */
public enum FaultKind {
    /** No fault. */
    NONE,
    /** An error response in place of an execution. */
    ERROR,
    /** A reset connection during the body of the request. */
    UPLOAD_RESET,
    /** A reset connection during the object that is sent. */
    DOWNLOAD_RESET,
    /** A closed connection during the object that is sent. */
    DOWNLOAD_CUT,
    /** A wrong bit in the object that is sent. */
    FLIPPED_BYTE,
    /** A wrong CRC64 header. */
    WRONG_CRC64,
    /** A missing CRC64 header. */
    NO_CRC64,
    /** A wrong ETag header. */
    WRONG_ETAG,
    /** A reset connection in place of the response. */
    RESPONSE_LOST,
    /** A late response. */
    DELAY;

    /** Returns whether faults of this kind can affect any operation. The others are declared by each operation. */
    boolean affectsAllOperations() {
        return this == ERROR || this == RESPONSE_LOST || this == DELAY;
    }
}
