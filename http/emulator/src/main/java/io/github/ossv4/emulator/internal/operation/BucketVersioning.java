// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/** The operations on the versioning status of a bucket. */
final class BucketVersioning {
    private static final String VERSIONING = "versioning";

    static final OssOperation GET = OssOperation.onBucket("GetBucketVersioning", "GET")
            .marker(VERSIONING)
            .responding(BucketVersioning::get);

    static final OssOperation PUT = OssOperation.onBucket("PutBucketVersioning", "PUT")
            .marker(VERSIONING)
            .starting(BucketVersioning::put);

    private BucketVersioning() {}

    private static ServerResponse get(Call call) {
        String status = call.storedBucket().settings().versioning().value();
        return ServerResponse.of(200).document(new XmlDocument("VersioningConfiguration").element("Status", status));
    }

    private static Execution put(Call call) {
        return DocumentExecution.ofSettings(call, root -> {
            VersioningStatus status =
                    VersioningStatus.named(DocumentExecution.checked(root, "VersioningConfiguration", any -> true)
                            .text("Status"));
            if (status == null) {
                throw OssError.MALFORMED_XML.exception();
            }
            call.storedBucket().change(settings -> settings.withVersioning(status));
            return ServerResponse.of(200);
        });
    }
}
