// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.io.IOException;

/** No credentials can be obtained. Nothing was sent to OSS. */
public final class CredentialsUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    CredentialsUnavailableException(String message, Exception cause) {
        super(message, cause);
    }
}
