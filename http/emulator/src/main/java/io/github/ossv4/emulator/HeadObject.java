// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes an object without sending it. */
record HeadObject(ObjectName name, ObjectStore store, Fault fault) implements Operation {
    @Override
    public CompletionStage<Answer> complete() {
        StoredObject object = store.find(name);
        if (object == null) {
            throw Refusal.noSuchKey(name.key());
        }
        return CompletableFuture.completedFuture(GetObject.describe(Answer.of(200), object, fault)
                .contentLength(object.body().size()));
    }
}
