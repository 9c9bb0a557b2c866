// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs of requests that follow one another: the parts of an upload, or of a download of one version by one client. */
final class RequestRuns {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private RequestRuns() {}

    /**
     * Returns the runs in the order of the requests. Parts of several files that are sent at the same time alternate;
     * they are one run for each file.
     */
    static List<List<HandledRequest>> of(List<HandledRequest> requests) {
        List<List<HandledRequest>> runs = new ArrayList<>();
        Map<String, List<HandledRequest>> files = new LinkedHashMap<>();
        for (HandledRequest request : requests) {
            String file = file(request);
            if (file != null) {
                files.computeIfAbsent(file, name -> new ArrayList<>()).add(request);
            } else {
                runs.addAll(files.values());
                files.clear();
                runs.add(List.of(request));
            }
        }
        runs.addAll(files.values());
        return runs;
    }

    /** Returns the file of a part; null for other requests, and for failed ones, which have rows of their own. */
    private static @Nullable String file(HandledRequest request) {
        HandledRequest.Target target = request.target();
        if (request.fault() != null) {
            return null;
        }
        return switch (request.result().status()) {
            case OK -> target.part() == null ? null : "upload " + target.part().upload();
            case PARTIAL_CONTENT ->
                String.join(
                        " ", "download", target.resource(), target.version(), request.clientIp(), request.userAgent());
            default -> null;
        };
    }
}
