// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Tagging;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.object.ObjectTags;

/** The operations on the tags of an object. Its time does not change. */
final class ObjectTagging {
    private static final String TAGGING = "tagging";

    static final OssOperation GET =
            OssOperation.onObject("GetObjectTagging", "GET").marker(TAGGING).respondingForVersion(ObjectTagging::get);
    static final OssOperation PUT =
            OssOperation.onObject("PutObjectTagging", "PUT").marker(TAGGING).starting(ObjectTagging::put);
    static final OssOperation DELETE = OssOperation.onObject("DeleteObjectTagging", "DELETE")
            .marker(TAGGING)
            .respondingForVersion((call, reference) -> change(call, reference, ObjectTags.NONE, 204));

    private ObjectTagging() {}

    private static ServerResponse get(Call call, ObjectReference reference) {
        StoredObject object = call.store().get(reference, "GET");
        return object.describeVersion(ServerResponse.of(200))
                .document(Tagging.document(object.attributes().tags().asMap()));
    }

    private static Execution put(Call call) {
        ObjectReference reference = call.reference();
        return DocumentExecution.ofSettings(call, root -> change(call, reference, Tagging.of(root), 200));
    }

    private static ServerResponse change(Call call, ObjectReference reference, ObjectTags tags, int status) {
        return call.store()
                .change(
                        reference,
                        call.request().method(),
                        object -> object.attributes().withTags(tags))
                .describeVersion(ServerResponse.of(status));
    }
}
