// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Serves requests that are not operations of OSS, such as the health check. Thread-safe. */
public interface ReservedRequests {
    /** The first segment of the paths of such requests. It is too short for the name of a bucket. */
    String BUCKET = "-";

    /**
     * Starts the execution of a request.
     *
     * @return null if the request is for OSS
     * @throws OssException if the request is rejected
     */
    @Nullable
    Execution start(ReceivedRequest request) throws IOException;
}
