// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;

/**
 * Thrown if a retry read other bytes than an earlier attempt: another retry would not send the requested object either.
 */
final class ChangedBytesException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedBytesException(long compared) {
        super("the first " + compared
                + " bytes differ from those that were sent before, by their CRC64: the source changed");
    }
}
