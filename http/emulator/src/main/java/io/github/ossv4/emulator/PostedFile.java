// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The file of a form on its way to the disk, and what the form wants to become of it. Not thread-safe. */
final class PostedFile {
    private final AccessControl access;
    private final FormPolicy policy;
    private final ObjectName name;
    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final @Nullable ContentMd5 contentMd5;
    private final SuccessAction answer;
    private final @Nullable AcceptedCallback callback;
    private final BodyWriter upload;

    /** @throws OssException if the form is reason enough, whatever the file holds */
    PostedFile(PostForm form, String bucket, AccessControl access, ObjectStore store, CallbackDelivery delivery)
            throws IOException {
        this.access = access;
        this.policy = access.check(form, bucket);
        this.name = new ObjectName(bucket, form.key());
        this.attributes = ObjectAttributes.of(form);
        this.overwrite = form.mayOverwrite();
        if (!overwrite) {
            store.checkAbsent(name);
        }
        this.contentMd5 = ContentMd5.of(form);
        this.answer = SuccessAction.of(form);
        this.callback = delivery.accept(form);
        this.upload = store.upload();
    }

    void receive(ByteBuf piece) throws IOException {
        policy.checkMaxSize(upload.size() + piece.readableBytes());
        // On the connection's thread, as the body of any upload.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            upload.write(buffer);
        }
    }

    /**
     * Stores the object; the form is whole.
     *
     * @throws OssException if it is not what was promised
     */
    UploadedObject store(ObjectStore store) throws IOException {
        access.checkTime(policy);
        policy.checkMinSize(upload.size());
        ObjectBody body = upload.finish();
        if (contentMd5 != null) {
            contentMd5.check(body.contentMd5());
        }
        // Before anybody sees the object: whoever replaces it deletes this file.
        ImageHeader image =
                callback == null ? null : ImageHeader.read(body.file().path());
        return new UploadedObject(Call.POST_OBJECT, name, store.publish(name, body, attributes, overwrite), image);
    }

    SuccessAction answer() {
        return answer;
    }

    @Nullable
    AcceptedCallback callback() {
        return callback;
    }

    /** Gives the file up. */
    void abort() throws IOException {
        upload.abort();
    }
}
