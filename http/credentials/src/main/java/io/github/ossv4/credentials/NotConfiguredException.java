// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.io.IOException;

/** Thrown if no setting names the credentials of a source: the default chain continues with the next source. */
final class NotConfiguredException extends IOException {
    private static final long serialVersionUID = 1;

    NotConfiguredException(String message) {
        super(message);
    }
}
