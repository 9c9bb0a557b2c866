// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ReservedRequests;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page and the paths below {@code /-/}. No bucket can have the name {@code -}, since a name has at least
 * three characters. The requests need no signature, and web pages cannot send them. Thread-safe.
 *
 * <p>Rule: Paths below {@code /-/} need no signature, and web pages cannot use them ({@code ConsoleTest}).
 *
 * @param page null if there is none
 * @param admin the admin endpoint; null if there is none
 * @param ca what clients must trust for https, in PEM; null if there is no https
 */
public record Console(
        @Nullable Page page,
        @Nullable ReservedRequests admin,
        @Nullable String ca) implements ReservedRequests {
    /** The path that shows whether the emulator accepts requests. */
    public static final String HEALTH = "/-/health";

    /** The path of the certificates that clients must trust for https. */
    public static final String CA = "/-/ca.pem";

    private static final String PREFIX = "/-/";

    @Override
    public @Nullable Execution start(ReceivedRequest request) throws IOException {
        boolean own = request.path().startsWith(PREFIX)
                && BUCKET.equals(request.resource().bucket());
        String origin = request.header("origin");
        if (own && origin != null) {
            throw OssError.CORS_NOT_ALLOWED.saying(
                    "Web pages must not send requests below /-/, was a page of \"" + origin + "\".");
        }
        boolean mayShow =
                request.method().equals("GET") && (own || request.path().equals("/"));
        ServerResponse shown = page != null && mayShow ? page.respond(request) : null;
        if (shown != null) {
            return Execution.responding(() -> shown);
        }
        if (!own) {
            return null;
        }
        if (request.path().equals(HEALTH)) {
            return Execution.responding(() -> reading(request.method(), text(200, "ok")));
        }
        if (request.path().equals(CA) && ca != null) {
            return Execution.responding(
                    () -> reading(request.method(), ConsoleResponse.of(200, "application/x-pem-file", ca)));
        }
        Execution execution = admin == null ? null : admin.start(request);
        return execution != null
                ? execution
                : Execution.responding(
                        () -> text(
                                404,
                                admin == null
                                        ? "There is nothing here. The admin endpoint requires --admin."
                                        : "There is nothing here, only /-/faults, /-/clock, /-/requests, /-/objects and /-/health."));
    }

    private static ServerResponse reading(String method, ServerResponse content) {
        return switch (method) {
            case "GET" -> content;
            case "HEAD" -> ServerResponse.of(200);
            default -> text(405, "The method must be GET or HEAD.").header("Allow", "GET, HEAD");
        };
    }

    private static ServerResponse text(int status, String line) {
        return ConsoleResponse.of(status, "text/plain; charset=utf-8", line + "\n");
    }
}
