// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.json.JsonMembers;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.operation.InjectedFault;
import io.github.ossv4.emulator.internal.operation.PendingFaults;
import io.github.ossv4.emulator.internal.wire.BufferedExecution;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ReservedRequests;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.Utf8;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a running emulator as JSON over HTTP, for tests in any language: faults, the clock, the last
 * requests, and the deletion of all objects. Web pages are refused. Thread-safe.
 */
public record AdminEndpoint(PendingFaults faults, SkewedClock clock, RecentRequests requests, Runnable emptyBuckets)
        implements ReservedRequests {
    /** Enough for more than a thousand faults. A parsed document takes about 40 times as much memory. */
    private static final int MAX_BODY_BYTES = 64 << 10;

    /** The longest JSON of the faults that have not occurred: they stay in memory, and a response contains all. */
    private static final int MAX_FAULTS_CHARS = 256 << 10;

    private static final long MAX_SKEW_SECONDS = Duration.ofDays(3650).toSeconds();

    @Override
    public @Nullable Execution start(ReceivedRequest request) {
        String site = request.header("sec-fetch-site");
        if (site != null && !site.equals("none")) {
            return Execution.responding(() -> error(403, "web pages must not use this endpoint"));
        }
        String method = request.method();
        return switch (request.path()) {
            case "/-/faults" ->
                switch (method) {
                    case "GET" -> Execution.responding(() -> ConsoleResponse.json(200, json(faults.all())));
                    case "PUT" -> body(request, json -> replace(FaultDocument.parse(json)));
                    case "POST" -> body(request, json -> add(FaultDocument.parse(json)));
                    case "DELETE" -> Execution.responding(() -> replace(List.of()));
                    default -> notAllowed("GET, PUT, POST, DELETE");
                };
            case "/-/clock" ->
                switch (method) {
                    case "GET" -> Execution.responding(this::time);
                    case "PUT" -> body(request, json -> skew(seconds(json)));
                    case "DELETE" -> Execution.responding(() -> skew(0));
                    default -> notAllowed("GET, PUT, DELETE");
                };
            case "/-/requests" ->
                switch (method) {
                    case "GET" ->
                        Execution.responding(() -> ConsoleResponse.json(200, RequestJson.array(requests.all())));
                    case "DELETE" -> Execution.responding(this::forget);
                    default -> notAllowed("GET, DELETE");
                };
            case "/-/objects" ->
                method.equals("DELETE")
                        // On another thread, since it may delete many files.
                        ? () -> CompletableFuture.runAsync(emptyBuckets).thenApply(done -> ServerResponse.of(204))
                        : notAllowed("DELETE");
            default -> null;
        };
    }

    private static Execution notAllowed(String methods) {
        return Execution.responding(
                () -> error(405, "the method must be one of " + methods).header("Allow", methods));
    }

    private static ServerResponse error(int status, String message) {
        return ConsoleResponse.json(
                status, new JsonObject().with("error", message).toString());
    }

    private static String json(List<InjectedFault> faults) {
        return JsonObject.toText(faults.stream().map(FaultDocument::toJson).toList());
    }

    private ServerResponse add(List<InjectedFault> more) {
        return faults.atomically(() ->
                replace(Stream.concat(faults.all().stream(), more.stream()).toList()));
    }

    /** Replaces the faults if there are not too many afterwards, and returns them. */
    private ServerResponse replace(List<InjectedFault> all) {
        String json = json(all);
        if (json.length() > MAX_FAULTS_CHARS) {
            return error(
                    503,
                    "the faults that have not occurred must have at most " + MAX_FAULTS_CHARS
                            + " characters as JSON, would have " + json.length() + ": delete some");
        }
        faults.replaceAll(all);
        return ConsoleResponse.json(200, json);
    }

    private static long seconds(@Nullable Object json) {
        JsonMembers members = new JsonMembers("", json);
        long seconds = members.integer("skewSeconds", -MAX_SKEW_SECONDS, MAX_SKEW_SECONDS);
        members.checkNoOthers();
        return seconds;
    }

    private ServerResponse skew(long seconds) {
        clock.skew(Duration.ofSeconds(seconds));
        return time();
    }

    private ServerResponse time() {
        return ConsoleResponse.json(
                200,
                new JsonObject()
                        .with("skewSeconds", clock.skew().toSeconds())
                        .with("now", clock.instant())
                        .toString());
    }

    private ServerResponse forget() {
        requests.clear();
        return ServerResponse.of(204);
    }

    private static Execution body(ReceivedRequest request, Function<@Nullable Object, ServerResponse> action) {
        return new BufferedExecution(request, MAX_BODY_BYTES, bytes -> respond(bytes, action));
    }

    private static ServerResponse respond(byte @Nullable [] bytes, Function<@Nullable Object, ServerResponse> action) {
        if (bytes == null) {
            return error(413, "the body must have at most " + MAX_BODY_BYTES + " bytes");
        }
        String text = Utf8.decode(bytes);
        Object json = text == null ? null : JsonTree.parse(text);
        if (json == null) {
            return error(400, "the body must be one JSON value in UTF-8, without duplicate members");
        }
        try {
            return action.apply(json);
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }
}
