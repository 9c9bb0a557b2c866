// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells an object's size, checksums and age, and no more: {@code HEAD ?objectMeta}. Some SDKs ask so if one exists. */
record GetObjectMetaExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store)
        implements Execution {
    @Override
    public CompletionStage<OssResponse> complete() {
        StoredObject object = store.get(reference, request.method());
        OssResponse answer = object.describeAge(object.describeMd5(object.identify(OssResponse.of(200))));
        return CompletableFuture.completedFuture(
                answer.contentLength(object.body().size()));
    }
}
