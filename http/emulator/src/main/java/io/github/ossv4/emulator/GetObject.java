// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DateFormatter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends an object, or some bytes of it. */
record GetObject(ReceivedRequest request, ObjectName name, ObjectStore store, Fault fault) implements Operation {
    @Override
    public CompletionStage<Answer> complete() throws IOException {
        OpenObject open = store.open(name);
        if (open == null) {
            throw Refusal.noSuchKey(name.key());
        }
        try {
            return CompletableFuture.completedFuture(answer(open.object(), open.file()));
        } catch (Refusal refusal) {
            open.file().close();
            throw refusal;
        }
    }

    private Answer answer(StoredObject object, FileChannel file) {
        long size = object.body().size();
        boolean standard = "standard".equalsIgnoreCase(request.header("x-oss-range-behavior"));
        ByteRange range = ByteRange.of(request.header("range"), size, standard);
        Answer answer = describe(Answer.of(range == null ? 200 : 206), object, fault);
        if (range != null) {
            answer.header("Content-Range", range.contentRange(size));
        }
        long from = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        answer.contentLength(length);
        long limit = fault.downloadLimit();
        if (limit != Long.MAX_VALUE) {
            answer.endInReset();
        }
        return answer.file(file, from, Math.min(length, limit));
    }

    /** Adds the headers that GetObject and HeadObject describe an object with. */
    static Answer describe(Answer answer, StoredObject object, Fault fault) {
        ObjectMetadata metadata = object.metadata();
        metadata.headers().forEach(answer::header);
        return object.body()
                .describe(answer, fault)
                .header("Content-Type", metadata.contentType())
                .header("Last-Modified", DateFormatter.format(Date.from(object.lastModified())))
                .header("Accept-Ranges", "bytes")
                .header("x-oss-object-type", "Normal")
                .header("x-oss-storage-class", metadata.storageClass());
    }
}
