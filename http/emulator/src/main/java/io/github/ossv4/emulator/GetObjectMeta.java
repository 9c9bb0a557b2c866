// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells an object's size, checksums and age, and no more: {@code HEAD ?objectMeta}. Some SDKs ask so if one exists. */
record GetObjectMeta(ObjectName name, ObjectStore store, Fault fault) implements Operation {
    @Override
    public CompletionStage<Answer> complete() {
        StoredObject object = store.find(name);
        if (object == null) {
            throw Refusal.noSuchKey(name.key());
        }
        return CompletableFuture.completedFuture(object.body()
                .describe(Answer.of(200), fault)
                .header("Last-Modified", DateFormatter.format(Date.from(object.lastModified())))
                .contentLength(object.body().size()));
    }
}
