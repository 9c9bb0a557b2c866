// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.function.UnaryOperator;

/** The operations on the ACL of a bucket. */
final class BucketAcl {
    private static final String ACL = "acl";

    static final OssOperation GET =
            OssOperation.onBucket("GetBucketAcl", "GET").marker(ACL).responding(BucketAcl::get);

    static final OssOperation PUT = OssOperation.onBucket("PutBucketAcl", "PUT")
            .marker(ACL)
            .headers(BucketSettings.ACL)
            .createsBucket()
            .starting(BucketAcl::put);

    private BucketAcl() {}

    private static ServerResponse get(Call call) {
        return ServerResponse.of(200)
                .document(document(call.storedBucket().settings().acl()));
    }

    /** Returns the document of GetBucketAcl and GetObjectAcl. */
    static XmlDocument document(String acl) {
        XmlDocument document = new XmlDocument("AccessControlPolicy");
        ObjectListDocument.addOwner(document);
        return document.open("AccessControlList").element("Grant", acl).close();
    }

    private static Execution put(Call call) {
        require(call, BucketSettings.ACL);
        PutBucket.checkName(call.bucket());
        return Execution.responding(() -> {
            call.services()
                    .buckets()
                    .getOrCreate(call.bucket(), UnaryOperator.identity())
                    .change(settings -> settings.withAcl(call.request()));
            return ServerResponse.of(200);
        });
    }

    /** @throws OssException if the header with the ACL is missing */
    static void require(Call call, String header) {
        if (call.header(header) == null) {
            throw OssException.invalidArgument(null, "The ACL is missing.", header, "");
        }
    }
}
