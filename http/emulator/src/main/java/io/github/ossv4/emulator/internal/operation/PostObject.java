// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.Digest;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.form.FieldHeaders;
import io.github.ossv4.emulator.internal.form.MultipartReader;
import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.wire.BodyBuffer;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.Utf8;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stores the file of a form as an object and performs its callback. The form is checked when its field
 * {@code file} starts; fields after it are ignored.
 */
final class PostObject implements Execution, MultipartReader.Receiver {
    static final OssOperation OPERATION = OssOperation.onBucket("PostObject", "POST")
            .ofObjects()
            .signedInBody()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(PostObject::new);

    private static final String FILE = "file";
    private static final int MAX_FIELD_BYTES = 2 << 20;
    private static final int MAX_FIELDS_BYTES = 8 << 20;
    private static final int FIELD_OVERHEAD_BYTES = 128;

    private final ReceivedRequest request;
    private final Call call;
    private final long maxBytes;

    private final @Nullable ContentMd5 contentMd5;
    private final MessageDigest md5 = Digest.newMd5();
    private final MultipartReader reader;
    private long bytes;

    private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final BodyBuffer value;
    private String field = "";
    private int fieldBytes;
    private @Nullable PostedFile file;
    private boolean fileComplete;
    private boolean published;

    private PostObject(Call call) {
        this.call = call;
        this.request = call.request();
        this.value = new BodyBuffer(request.head().memory());
        this.maxBytes = call.services().limits().object();
        request.checkLength(maxBytes, maxBytes);
        this.contentMd5 = ContentMd5.of(request);
        request.head().memory().reserve(MultipartReader.BUFFER_BYTES);
        this.reader = MultipartReader.of(request.header("content-type"), this);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        bytes += piece.readableBytes();
        if (bytes > maxBytes) {
            throw OssError.ENTITY_TOO_LARGE.with("MaxSizeAllowed", maxBytes);
        }
        if (contentMd5 != null) {
            for (ByteBuffer buffer : piece.nioBuffers()) {
                md5.update(buffer);
            }
        }
        reader.receive(piece);
    }

    @Override
    public void startField(FieldHeaders head) throws IOException {
        field = head.name();
        count(field.length() + FIELD_OVERHEAD_BYTES);
        request.head().memory().reserve(field.length() + FIELD_OVERHEAD_BYTES);
        if (!field.equalsIgnoreCase(FILE)) {
            return;
        }
        if (file != null) {
            throw OssError.INCORRECT_NUMBER_OF_FILES.saying("The form has more than one field file.");
        }
        file = new PostedFile(PostForm.of(fields, head), call);
    }

    @Override
    public void receiveValue(ByteBuf piece) throws IOException {
        if (file != null) {
            if (!fileComplete) {
                file.receive(piece);
            }
            return;
        }
        if (piece.readableBytes() > MAX_FIELD_BYTES - value.size()) {
            throw OssError.FIELD_ITEM_TOO_LONG.saying(
                    "The field is longer than " + MAX_FIELD_BYTES + " bytes: " + field);
        }
        count(piece.readableBytes());
        value.receive(piece);
    }

    /** Limits names, values and the overhead of the fields, since the sender is not authenticated yet. */
    private void count(int more) {
        fieldBytes += more;
        if (fieldBytes > MAX_FIELDS_BYTES) {
            throw OssError.FIELD_ITEM_TOO_LONG.saying(
                    "0006-00000112", "The fields are longer than " + MAX_FIELDS_BYTES + " bytes in all.");
        }
    }

    @Override
    public void endField() {
        if (file != null) {
            fileComplete = true;
            return;
        }
        String text = Utf8.decode(value.take());
        if (text == null) {
            throw OssException.malformedPost(null, "a field is not UTF-8: " + field);
        }
        if (fields.putIfAbsent(field, text) != null) {
            throw OssException.invalidArgument("The field occurs twice.", field, text);
        }
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        reader.finish();
        PostedFile posted = file;
        if (posted == null) {
            throw OssError.INCORRECT_NUMBER_OF_FILES.saying("0006-00000107", "The form has no field file.");
        }
        if (contentMd5 != null) {
            contentMd5.check(Digest.of(md5.digest()).base64());
        }
        UploadedObject uploaded = posted.store(call.store(), OPERATION.name());
        published = true;
        return call.respond(
                uploaded,
                posted.callback(),
                () -> posted.successAction().toResponse(request, uploaded.name(), uploaded.object()));
    }

    @Override
    public void abort() throws IOException {
        if (file != null && !published) {
            file.abort();
        }
    }
}
