// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operations on the ACL, the versioning status and the CORS rules of a bucket. */
final class BucketSettingsOperations {
    private static final String ACL = "acl";
    private static final String VERSIONING = "versioning";
    private static final String CORS = "cors";

    static final List<OssOperation> ALL = List.of(
            OssOperation.onBucket("GetBucketAcl", "GET", BucketSettingsOperations::getAcl)
                    .marker(ACL)
                    .build(),
            OssOperation.onBucket("PutBucketAcl", "PUT", BucketSettingsOperations::putAcl)
                    .marker(ACL)
                    .headers(BucketSettings.ACL)
                    .createsBucket()
                    .build(),
            OssOperation.onBucket("GetBucketVersioning", "GET", BucketSettingsOperations::getVersioning)
                    .marker(VERSIONING)
                    .build(),
            OssOperation.onBucket("PutBucketVersioning", "PUT", BucketSettingsOperations::putVersioning)
                    .marker(VERSIONING)
                    .build(),
            OssOperation.onBucket("GetBucketCors", "GET", BucketSettingsOperations::getCors)
                    .marker(CORS)
                    .build(),
            OssOperation.onBucket("PutBucketCors", "PUT", BucketSettingsOperations::putCors)
                    .marker(CORS)
                    .build(),
            OssOperation.onBucket("DeleteBucketCors", "DELETE", BucketSettingsOperations::deleteCors)
                    .marker(CORS)
                    .build());

    private BucketSettingsOperations() {}

    private static Execution getAcl(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(() -> ServerResponse.of(200)
                .document(aclDocument(services.buckets().get(bucket).settings().acl())));
    }

    /** Returns the document of GetBucketAcl and GetObjectAcl. */
    static XmlDocument aclDocument(String acl) {
        XmlDocument document = new XmlDocument("AccessControlPolicy");
        ObjectListDocument.addOwner(document);
        return document.open("AccessControlList").element("Grant", acl).close();
    }

    private static Execution putAcl(ReceivedRequest request, String bucket, Services services) {
        if (request.header(BucketSettings.ACL) == null) {
            throw OssException.invalidArgument(null, "The ACL is missing.", BucketSettings.ACL, "");
        }
        BucketOperations.checkName(bucket);
        return Execution.responding(() -> {
            services.buckets()
                    .getOrCreate(bucket, UnaryOperator.identity())
                    .change(settings -> settings.withAcl(request));
            return ServerResponse.of(200);
        });
    }

    private static Execution getVersioning(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(() -> {
            String status =
                    services.buckets().get(bucket).settings().versioning().value();
            XmlDocument document = new XmlDocument("VersioningConfiguration");
            return ServerResponse.of(200).document(status == null ? document : document.element("Status", status));
        });
    }

    private static Execution putVersioning(ReceivedRequest request, String bucket, Services services) {
        return new DocumentExecution(request, root -> {
            VersioningStatus status = root == null || !root.name().equals("VersioningConfiguration")
                    ? null
                    : VersioningStatus.named(root.text("Status"));
            if (status == null) {
                throw OssException.malformedXml();
            }
            services.buckets().get(bucket).change(settings -> settings.withVersioning(status));
            return ServerResponse.of(200);
        });
    }

    private static Execution getCors(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(() -> {
            List<OriginRule> rules = services.buckets().get(bucket).settings().cors();
            if (rules.isEmpty()) {
                throw OssException.noSuchCorsConfiguration(bucket);
            }
            return ServerResponse.of(200).document(CorsDocument.of(rules));
        });
    }

    private static Execution putCors(ReceivedRequest request, String bucket, Services services) {
        return new DocumentExecution(request, root -> {
            List<OriginRule> rules = CorsDocument.parse(root);
            services.buckets().get(bucket).change(settings -> settings.withCors(rules));
            return ServerResponse.of(200);
        });
    }

    private static Execution deleteCors(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(() -> {
            services.buckets().get(bucket).change(settings -> settings.withCors(List.of()));
            return ServerResponse.of(204);
        });
    }
}
