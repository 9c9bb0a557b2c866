// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** The operations on the ACL of an object. */
final class ObjectAcl {
    private static final String ACL = "acl";

    static final OssOperation GET =
            OssOperation.onObject("GetObjectAcl", "GET").marker(ACL).respondingForVersion(ObjectAcl::get);

    static final OssOperation PUT = OssOperation.onObject("PutObjectAcl", "PUT")
            .marker(ACL)
            .parameters(ObjectReference.VERSION_ID)
            .headers(PermittedHeaders.ACL)
            .starting(ObjectAcl::put);

    private ObjectAcl() {}

    private static ServerResponse get(Call call, ObjectReference reference) {
        StoredObject object = call.store().get(reference, "GET");
        return object.describeVersion(ServerResponse.of(200))
                .document(BucketAcl.document(object.attributes().settings().acl()));
    }

    private static Execution put(Call call) {
        BucketAcl.require(call, PermittedHeaders.ACL);
        String acl = ObjectSettings.acl(call.request());
        ObjectReference reference = call.reference();
        return Execution.responding(() -> call.store()
                .change(reference, "PUT", attributes -> attributes.withAcl(acl))
                .describeVersion(ServerResponse.of(200)));
    }
}
