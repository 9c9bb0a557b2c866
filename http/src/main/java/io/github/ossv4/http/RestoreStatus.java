// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** The state of an archived object after a RestoreObject. */
public enum RestoreStatus {
    /** The restoration was started: the object is not readable yet. */
    STARTED,
    /** An earlier restoration is in progress, and is not changed: the object is not readable yet. */
    IN_PROGRESS,
    /** The object was restored before and is readable; the request may have extended the time. */
    RESTORED
}
