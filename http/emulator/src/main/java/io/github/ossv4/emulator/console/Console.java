// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.console;

import io.github.ossv4.emulator.wire.Execution;
import io.github.ossv4.emulator.wire.OssException;
import io.github.ossv4.emulator.wire.ReceivedRequest;
import io.github.ossv4.emulator.wire.ReservedRequests;
import io.github.ossv4.emulator.wire.ServerResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The requests to paths below {@code /-/}, which no bucket can have: a name has at least three characters. They need no
 * signature. Web pages cannot send them. Thread-safe.
 */
public final class Console implements ReservedRequests {
    /** The path that shows whether the emulator accepts requests. */
    public static final String HEALTH = "/-/health";

    private static final String PREFIX = "/-/";

    @Override
    public @Nullable Execution start(ReceivedRequest request) {
        if (!request.path().startsWith(PREFIX)
                || !BUCKET.equals(request.resource().bucket())) {
            return null;
        }
        String origin = request.header("origin");
        if (origin != null) {
            throw OssException.pageNotAllowed(origin);
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (reads && request.path().equals(HEALTH)) {
            return Execution.responding(() -> text(request, 200, "ok"));
        }
        return Execution.responding(() -> text(request, 404, "The emulator has no such page."));
    }

    private static ServerResponse text(ReceivedRequest request, int status, String line) {
        byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
        ServerResponse response = ServerResponse.of(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
        return request.method().equals("HEAD") ? response.contentLength(body.length) : response.body(null, body);
    }
}
