// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.text.PercentEncoding;
import org.jspecify.annotations.Nullable;

/** The operations on symbolic links. */
final class Symlink {
    private static final String SYMLINK = "symlink";
    private static final String TARGET = "x-oss-symlink-target";

    static final OssOperation GET =
            OssOperation.onObject("GetSymlink", "GET").marker(SYMLINK).respondingForVersion(Symlink::get);

    static final OssOperation PUT = OssOperation.onObject("PutSymlink", "PUT")
            .marker(SYMLINK)
            .headers(TARGET)
            .starting(Symlink::put);

    private Symlink() {}

    private static ServerResponse get(Call call, ObjectReference reference) {
        StoredObject object = call.store().get(reference, "GET");
        String target = object.body().symlinkTarget();
        if (target == null) {
            throw OssError.NOT_SYMLINK.with("Key", reference.name().key());
        }
        ServerResponse response = object.describeVersion(object.describeTime(ServerResponse.of(200)))
                .header("ETag", '"' + object.body().etag() + '"')
                .header(TARGET, PercentEncoding.encode(target));
        return object.attributes().describeMetadata(response);
    }

    private static Execution put(Call call) {
        String target = target(call.header(TARGET));
        ObjectAttributes attributes = call.attributes();
        return Execution.responding(() -> call.store()
                .publish(
                        call.name(),
                        ObjectBody.symlink(target),
                        attributes,
                        call.request().allowsOverwrite())
                .identify(ServerResponse.of(200)));
    }

    private static String target(@Nullable String header) {
        String target =
                header == null || header.isEmpty() ? null : PercentDecoding.decodeUtf8(header.replace('+', ' '));
        if (target == null) {
            throw OssException.invalidArgument(
                    "The target of a symbolic link must be a URL-encoded key.", TARGET, String.valueOf(header));
        }
        return ObjectName.checkKey(target);
    }
}
