// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.function.UnaryOperator;

/** The operations on the ACLs of buckets and objects. */
final class Acl {
    private static final String ACL = "acl";

    static final OssOperation GET_OF_BUCKET =
            OssOperation.onBucket("GetBucketAcl", "GET").marker(ACL).responding(Acl::getOfBucket);

    static final OssOperation PUT_OF_BUCKET = OssOperation.onBucket("PutBucketAcl", "PUT")
            .marker(ACL)
            .headers(BucketSettings.ACL)
            .createsBucket()
            .starting(Acl::putOfBucket);

    static final OssOperation GET_OF_OBJECT =
            OssOperation.onObject("GetObjectAcl", "GET").marker(ACL).respondingForVersion(Acl::getOfObject);

    static final OssOperation PUT_OF_OBJECT =
            OssOperation.onObject("PutObjectAcl", "PUT").marker(ACL).starting(Acl::putOfObject);

    private Acl() {}

    private static ServerResponse getOfBucket(Call call) {
        return ServerResponse.of(200)
                .document(document(call.storedBucket().settings().acl()));
    }

    /** Returns the document of GetBucketAcl and GetObjectAcl. */
    private static XmlDocument document(String acl) {
        XmlDocument document = new XmlDocument("AccessControlPolicy");
        ObjectListDocument.addOwner(document);
        return document.open("AccessControlList").element("Grant", acl).close();
    }

    private static Execution putOfBucket(Call call) {
        PutBucket.checkName(call.bucket());
        // A refused ACL creates no bucket.
        call.settings().withAcl(call.request());
        return Execution.responding(() -> {
            call.services()
                    .buckets()
                    .getOrCreate(call.bucket(), UnaryOperator.identity())
                    .change(settings -> settings.withAcl(call.request()));
            return ServerResponse.of(200).header("Location", "/" + call.bucket());
        });
    }

    private static ServerResponse getOfObject(Call call, ObjectReference reference) {
        StoredObject object = call.store().get(reference, "GET");
        return object.describeVersion(ServerResponse.of(200))
                .document(document(object.attributes().settings().acl()));
    }

    private static Execution putOfObject(Call call) {
        if (call.header(PermittedHeaders.ACL) == null) {
            throw OssError.MISSING_ACL.with("ArgumentName", PermittedHeaders.ACL);
        }
        String acl = ObjectSettings.acl(call.request(), call.settings());
        ObjectReference reference = call.reference();
        return Execution.responding(() -> call.store()
                .change(reference, "PUT", object -> object.attributes().withAcl(acl))
                .describeVersion(ServerResponse.of(200)));
    }
}
