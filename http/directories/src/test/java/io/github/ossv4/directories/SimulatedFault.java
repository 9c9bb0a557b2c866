// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static io.github.ossv4.directories.SimulatedFault.Outcome.HIDDEN;
import static io.github.ossv4.directories.SimulatedFault.Outcome.PERMANENT;
import static io.github.ossv4.directories.SimulatedFault.Outcome.RETRIED;

/** A fault of a request in a simulation, or of the call that sends it. */
enum SimulatedFault {
    NONE(RETRIED),
    NOT_CONNECTED(RETRIED),
    /** A short request may have been handed to the network as a whole. */
    REQUEST_CUT(HIDDEN),
    REQUEST_LOST(HIDDEN),
    RESPONSE_LOST(HIDDEN),
    RESPONSE_CUT(HIDDEN),
    /** The response has no length, so that the connection seems to end with it. */
    RESPONSE_CUT_SILENTLY(PERMANENT),
    /** The response is cut, and a competitor replaces the object before the request is retried. */
    RESPONSE_CUT_THEN_REPLACED(PERMANENT),
    /** The response is lost, and a competitor deletes the object, as an application server that moves it. */
    RESPONSE_LOST_THEN_DELETED(PERMANENT),
    /** The server executes the request after the client has given it up. */
    LATE(HIDDEN),
    /** A proxy sends the request once more. */
    REPEATED(RETRIED),
    BUSY(RETRIED),
    /** The page of the proxy shows the signature of the request, which may have been executed. */
    PROXY_ERROR(HIDDEN),
    /** A captive portal responds with a page and 200. */
    PROXY_PAGE(PERMANENT),
    /** A proxy that has transformed the response makes its 200 a 203. */
    TRANSFORMED(HIDDEN),
    /** A proxy removes the range from the request. */
    RANGE_IGNORED(RETRIED),
    ERROR_BEFORE(HIDDEN),
    ERROR_AFTER(HIDDEN),
    REQUEST_DAMAGED(HIDDEN),
    RESPONSE_DAMAGED(RETRIED),
    /** Time passes before the request is received: its signature has expired. */
    DELAYED(RETRIED),
    CLOCK_FORWARDS(RETRIED),
    CLOCK_BACKWARDS(RETRIED),
    /** The client's clock jumps by more than is corrected over http. */
    CLOCK_FAR_OFF(PERMANENT),
    KEY_ROTATED(RETRIED),
    /** The secret of the AccessKey is replaced: OSS cannot tell the old signature from a wrong one. */
    SECRET_ROTATED(PERMANENT),
    /** A lifecycle rule of the bucket aborts the uploads, before the request is received. */
    UPLOADS_EXPIRED(PERMANENT),
    UPLOADS_EXPIRED_AND_REQUEST_LOST(PERMANENT),
    /** The same, and a competitor stores the same bytes under the key of the upload. */
    UPLOADS_EXPIRED_AND_STORED_BY_COMPETITOR(PERMANENT),
    /** A competitor replaces the object that the request names, or that it copies. */
    REPLACED(PERMANENT),
    /** The same, and a proxy removes the condition of the request. */
    REPLACED_UNCONDITIONALLY(PERMANENT),
    /** A competitor stores an object with the name of a file, after a first list and before a second one. */
    APPEARED(PERMANENT),
    /** Another process writes the file that is uploaded. */
    SOURCE_CHANGED(PERMANENT),
    SOURCE_UNREADABLE(PERMANENT),
    /** The call is cancelled, and another process writes the parts of the download before it is resumed. */
    PARTS_DAMAGED(RETRIED),
    CANCELLED(PERMANENT);

    /** The permitted result of a call with one fault. */
    enum Outcome {
        /** The call must succeed. */
        RETRIED,
        /** A call that is idempotent must succeed; others may fail with an unknown outcome. */
        HIDDEN,
        /** The call may fail. */
        PERMANENT
    }

    final Outcome outcome;

    SimulatedFault(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Returns whether the client has sent the whole request and cannot know whether it was executed. */
    boolean hidesExecution() {
        return outcome == HIDDEN && this != REQUEST_CUT && this != REQUEST_DAMAGED && this != TRANSFORMED;
    }
}
