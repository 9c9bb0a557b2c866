// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests, with the parts of an upload that follow one another in one run. */
final class RequestRuns {
    private RequestRuns() {}

    /**
     * Returns the runs in the order of the requests. Parts of several uploads that are sent at the same time alternate;
     * they are one run for each upload.
     */
    static List<List<HandledRequest>> of(List<HandledRequest> requests) {
        List<List<HandledRequest>> runs = new ArrayList<>();
        Map<String, List<HandledRequest>> uploads = new LinkedHashMap<>();
        for (HandledRequest request : requests) {
            HandledRequest.Part part = request.target().part();
            // Failed requests have rows of their own.
            if (part != null && request.result().status() == 200 && request.fault() == null) {
                uploads.computeIfAbsent(part.upload(), upload -> new ArrayList<>())
                        .add(request);
            } else {
                runs.addAll(uploads.values());
                uploads.clear();
                runs.add(List.of(request));
            }
        }
        runs.addAll(uploads.values());
        return runs;
    }
}
