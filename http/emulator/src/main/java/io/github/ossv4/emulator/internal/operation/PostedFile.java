// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.form.FormPolicy;
import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The file of a form, which is written to disk and checked against the fields of the form. Not thread-safe. */
final class PostedFile {
    private final AccessControl access;
    private final FormPolicy policy;
    private final ObjectName name;
    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final @Nullable ContentMd5 contentMd5;
    private final SuccessAction successAction;
    private final @Nullable AcceptedCallback callback;
    private final BodyWriter writer;

    /**
     * Checks a form and starts its file.
     *
     * @throws OssException if the form is rejected before its file is read
     */
    PostedFile(PostForm form, Call call) throws IOException {
        String bucket = call.bucket();
        ObjectStore store = call.store();
        RequestTrace trace = call.request().head().trace();
        this.access = call.services().access();
        this.policy = access.check(form, bucket, trace);
        this.name = new ObjectName(bucket, form.key());
        trace.formKey(name.key());
        this.attributes = ObjectAttributes.of(form, call.settings());
        this.overwrite = form.allowsOverwrite();
        if (!overwrite) {
            store.checkAbsent(name);
        }
        this.contentMd5 = ContentMd5.of(form);
        this.successAction = SuccessAction.of(form);
        this.callback = call.services()
                .callbacks()
                .acceptForm(form.fields(), call.request().head().trace());
        this.writer = store.newBody();
    }

    /**
     * Writes a piece of the file.
     *
     * @throws OssException if the file becomes larger than the policy permits
     */
    void receive(ByteBuf piece) throws IOException {
        policy.checkMaxSize(writer.size() + piece.readableBytes());
        // On the connection's thread, as in UploadExecution.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            writer.write(buffer);
        }
    }

    /**
     * Stores the object after the end of the form.
     *
     * @param operation OSS's name of the operation
     * @throws OssException if the policy has expired, or the file is too small or has another MD5 than promised
     */
    UploadedObject store(ObjectStore store, String operation) throws IOException {
        access.checkTime(policy);
        policy.checkMinSize(writer.size());
        ObjectBody body = writer.finish();
        if (contentMd5 != null) {
            contentMd5.check(body.contentMd5());
        }
        // Before the object is visible: a request that replaces it deletes this file.
        ImageHeader image = callback == null ? null : ImageHeader.read(body.content());
        return new UploadedObject(operation, name, store.publish(name, body, attributes, overwrite), image);
    }

    SuccessAction successAction() {
        return successAction;
    }

    @Nullable
    AcceptedCallback callback() {
        return callback;
    }

    /** Deletes the incomplete file. */
    void abort() throws IOException {
        writer.abort();
    }
}
