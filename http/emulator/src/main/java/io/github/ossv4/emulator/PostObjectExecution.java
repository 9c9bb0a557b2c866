// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Utf8;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stores the file of a form as an object, and performs the callback that comes with it. The form is judged where its file
 * begins; fields behind that are read and do not count.
 */
final class PostObjectExecution implements Execution, MultipartReader.Parts {
    private static final String FILE = "file";
    private static final int MAX_FIELD_BYTES = 2 << 20;
    private static final int MAX_FIELDS_BYTES = 8 << 20;
    private static final int BYTES_OF_A_FIELD = 128;

    private final ReceivedRequest request;
    private final String bucket;
    private final AccessControl access;
    private final ObjectStore store;
    private final CallbackDelivery delivery;
    private final long maxBytes;

    private final @Nullable ContentMd5 contentMd5;
    private final MessageDigest md5 = BodyWriter.md5();
    private final MultipartReader reader;
    private long bytes;

    private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private String field = "";
    private int bytesOfFields;
    private @Nullable PostedFile file;
    private boolean fileIsOver;
    private boolean published;

    /**
     * Starts to read a form.
     *
     * @param maxBytes of the whole body
     * @throws OssException if its headers alone are reason enough, so that no body need be sent
     */
    PostObjectExecution(
            ReceivedRequest request,
            String bucket,
            AccessControl access,
            ObjectStore store,
            CallbackDelivery delivery,
            long maxBytes) {
        this.request = request;
        this.bucket = bucket;
        this.access = access;
        this.store = store;
        this.delivery = delivery;
        this.maxBytes = maxBytes;
        long length = request.exchange().contentLength();
        if (length < 0 && !request.isChunked()) {
            throw OssException.missingContentLength();
        }
        if (length > maxBytes) {
            throw OssException.entityTooLarge(maxBytes);
        }
        this.contentMd5 = ContentMd5.of(request);
        this.reader = MultipartReader.of(request.header("content-type"), this);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        bytes += piece.readableBytes();
        if (bytes > maxBytes) {
            throw OssException.entityTooLarge(maxBytes);
        }
        if (contentMd5 != null) {
            for (ByteBuffer buffer : piece.nioBuffers()) {
                md5.update(buffer);
            }
        }
        reader.receive(piece);
    }

    @Override
    public void begin(FieldHeaders head) throws IOException {
        field = head.name();
        count(field.length() + BYTES_OF_A_FIELD);
        if (!field.equalsIgnoreCase(FILE)) {
            return;
        }
        if (file != null) {
            throw OssException.incorrectNumberOfFiles(null, "The form has more than one field file.");
        }
        file = new PostedFile(PostForm.of(fields, head), bucket, access, store, delivery);
    }

    @Override
    public void receiveValue(ByteBuf piece) throws IOException {
        if (file != null) {
            if (!fileIsOver) {
                file.receive(piece);
            }
            return;
        }
        if (piece.readableBytes() > MAX_FIELD_BYTES - value.size()) {
            throw OssException.fieldItemTooLong(
                    null, "The field is longer than " + MAX_FIELD_BYTES + " bytes: " + field);
        }
        count(piece.readableBytes());
        piece.readBytes(value, piece.readableBytes());
    }

    /** Names as well, and what a field takes here that has neither: nobody has shown who he is yet. */
    private void count(int more) {
        bytesOfFields += more;
        if (bytesOfFields > MAX_FIELDS_BYTES) {
            throw OssException.fieldItemTooLong(
                    "0006-00000112", "The fields are longer than " + MAX_FIELDS_BYTES + " bytes in all.");
        }
    }

    @Override
    public void end() {
        if (file != null) {
            fileIsOver = true;
            return;
        }
        String text = Utf8.decode(value.toByteArray());
        value.reset();
        if (text == null) {
            throw OssException.malformedPost(null, "a field is not UTF-8: " + field);
        }
        if (fields.putIfAbsent(field, text) != null) {
            throw OssException.invalidArgument(null, "The field is given twice.", field, text);
        }
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        reader.finish();
        PostedFile posted = file;
        if (posted == null) {
            throw OssException.incorrectNumberOfFiles("0006-00000107", "The form has no field file.");
        }
        if (contentMd5 != null) {
            contentMd5.check(Base64.getEncoder().encodeToString(md5.digest()));
        }
        UploadedObject uploaded = posted.store(store);
        published = true;
        StoredObject object = uploaded.object();
        AcceptedCallback callback = posted.callback();
        if (callback == null) {
            OssResponse answer = posted.answer().toAnswer(request, uploaded.name(), object);
            return CompletableFuture.completedFuture(describe(answer, object));
        }
        return delivery.deliver(callback, uploaded, request.exchange())
                .thenApply(reply -> describe(reply.toAnswer(request.exchange()), object));
    }

    private static OssResponse describe(OssResponse answer, StoredObject object) {
        return object.describeMd5(object.identify(answer));
    }

    @Override
    public void abort() throws IOException {
        if (file != null && !published) {
            file.abort();
        }
    }
}
