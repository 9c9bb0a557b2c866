// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends an object, or some bytes of it. */
record GetObjectExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store) implements Execution {
    /** The parameters that give an answer headers of the client's own choice. */
    static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "Content-Type",
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        OpenObject open = store.open(reference, request.method());
        OssResponse answer;
        try {
            if (new RequestConditions(request, "").isNotModified(open.object())) {
                answer = open.object().notModified();
                open.file().close();
            } else {
                answer = answer(open.object(), open.file());
            }
        } catch (Throwable t) {
            open.file().close();
            throw t;
        }
        return CompletableFuture.completedFuture(answer);
    }

    private OssResponse answer(StoredObject object, FileChannel file) {
        long size = object.body().size();
        boolean standard = "standard".equalsIgnoreCase(request.header("x-oss-range-behavior"));
        ByteRange range = ByteRange.of(request.header("range"), size, standard);
        OssResponse answer = object.describe(OssResponse.of(range == null ? 200 : 206));
        request.query().forEach((parameter, value) -> {
            String header = OVERRIDES.get(parameter);
            if (header != null) {
                checkHeaderValue(parameter, value);
                answer.header(header, value);
            }
        });
        if (range == null) {
            return answer.file(file, 0, size);
        }
        return answer.header("Content-Range", range.contentRange(size)).file(file, range.first(), range.length());
    }

    private static void checkHeaderValue(String parameter, String value) {
        if (value.codePoints().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw OssException.invalidArgument(null, "A header cannot have such a value.", parameter, value);
        }
    }
}
