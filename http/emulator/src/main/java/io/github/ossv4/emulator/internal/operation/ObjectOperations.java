// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on the ACL of an object, on symbolic links and on archived objects. */
final class ObjectOperations {
    private static final String ACL = "acl";
    private static final String SYMLINK = "symlink";
    private static final String TARGET = "x-oss-symlink-target";

    static final List<OssOperation> ALL = List.of(
            OssOperation.onObject("GetObjectAcl", "GET", ObjectOperations::getAcl)
                    .marker(ACL)
                    .parameters(ObjectReference.VERSION_ID)
                    .build(),
            OssOperation.onObject("PutObjectAcl", "PUT", ObjectOperations::putAcl)
                    .marker(ACL)
                    .parameters(ObjectReference.VERSION_ID)
                    .headers(PermittedHeaders.ACL)
                    .build(),
            OssOperation.onObject("GetSymlink", "GET", ObjectOperations::getSymlink)
                    .marker(SYMLINK)
                    .parameters(ObjectReference.VERSION_ID)
                    .build(),
            OssOperation.onObject("PutSymlink", "PUT", ObjectOperations::putSymlink)
                    .marker(SYMLINK)
                    .headers(TARGET, PermittedHeaders.ACL, "x-oss-storage-class", "x-oss-forbid-overwrite")
                    .metadata()
                    .build(),
            OssOperation.onObject("RestoreObject", "POST", ObjectOperations::restore)
                    .marker("restore")
                    .parameters(ObjectReference.VERSION_ID)
                    .build());

    private ObjectOperations() {}

    private static Execution getAcl(ReceivedRequest request, ObjectName name, Services services) {
        ObjectReference reference = services.reference(request, name);
        return Execution.responding(() -> {
            StoredObject object = services.store().get(reference, request.method());
            return object.describeVersion(ServerResponse.of(200))
                    .document(BucketSettingsOperations.aclDocument(
                            object.attributes().settings().acl()));
        });
    }

    private static Execution putAcl(ReceivedRequest request, ObjectName name, Services services) {
        if (request.header(PermittedHeaders.ACL) == null) {
            throw OssException.invalidArgument(null, "The ACL is missing.", PermittedHeaders.ACL, "");
        }
        String acl = ObjectSettings.acl(request);
        ObjectReference reference = services.reference(request, name);
        return Execution.responding(() -> services.store()
                .change(reference, request.method(), attributes -> attributes.withAcl(acl))
                .describeVersion(ServerResponse.of(200)));
    }

    private static Execution getSymlink(ReceivedRequest request, ObjectName name, Services services) {
        ObjectReference reference = services.reference(request, name);
        return Execution.responding(() -> {
            StoredObject object = services.store().get(reference, request.method());
            String target = object.body().symlinkTarget();
            if (target == null) {
                throw OssException.notSymlink(name.key());
            }
            return object.describeTime(object.identify(ServerResponse.of(200)))
                    .header(TARGET, PercentEncoding.encode(target));
        });
    }

    private static Execution putSymlink(ReceivedRequest request, ObjectName name, Services services) {
        String target = target(request.header(TARGET));
        ObjectAttributes attributes =
                ObjectAttributes.of(request, services.buckets().settings(name.bucket()));
        return Execution.responding(() -> services.store()
                .publish(name, ObjectBody.symlink(target), attributes, request.allowsOverwrite())
                .identify(ServerResponse.of(200)));
    }

    private static String target(@Nullable String header) {
        byte[] bytes = header == null || header.isEmpty() ? null : PercentEncoding.decode(header.replace('+', ' '));
        String target = bytes == null ? null : Utf8.decode(bytes);
        if (target == null) {
            throw OssException.invalidArgument(
                    null, "The target of a symbolic link must be a URL-encoded key.", TARGET, String.valueOf(header));
        }
        return ObjectName.checkKey(target);
    }

    private static Execution restore(ReceivedRequest request, ObjectName name, Services services) {
        ObjectReference reference = services.reference(request, name);
        return new DocumentExecution(request, root -> {
            StoredObject object = services.store().get(reference, request.method());
            if (!object.attributes().settings().storageClass().endsWith("Archive")) {
                throw OssException.operationNotSupported("RestoreObject");
            }
            return object.describeVersion(ServerResponse.of(202));
        });
    }
}
