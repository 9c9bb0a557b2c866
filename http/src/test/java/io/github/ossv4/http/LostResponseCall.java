// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.LostResponseScenario.Call;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The call of a {@link LostResponseCase}. */
final class LostResponseCall {
    private final LostResponseEnvironment environment;
    private final Call call;
    private final CallStyle style;
    private final String key;
    private final byte[] bytes;
    private long position;
    private @Nullable MultipartUpload upload;
    private List<UploadedPart> parts = List.of();

    LostResponseCall(LostResponseEnvironment environment, Call call, CallStyle style, String key, byte[] bytes) {
        this.environment = environment;
        this.call = call;
        this.style = style;
        this.key = key;
        this.bytes = bytes;
    }

    /**
     * Initiates the upload and uploads its parts, if the call completes or aborts one.
     *
     * @param length the length of the earlier object
     */
    void prepare(long length) throws IOException {
        position = length;
        if (call.hasParts() && !call.isUpload()) {
            upload = environment.bucket.initiateMultipartUpload(
                    key,
                    MultipartOptions.builder()
                            .metadata("marker", LostResponseEnvironment.OURS)
                            .build());
            if (call == Call.COMPLETE_BY_UPLOAD_ID) {
                upload = environment.bucket.multipartUpload(key, upload.uploadId());
            }
            parts = List.of(
                    upload.uploadPart(1, Body.of(Arrays.copyOf(bytes, LostResponseEnvironment.PART))),
                    upload.uploadPart(
                            2, Body.of(Arrays.copyOfRange(bytes, LostResponseEnvironment.PART, bytes.length))));
        }
    }

    private Callback callback() {
        return Callback.builder(environment.application.url())
                .formBody("${object}")
                .build();
    }

    /** Returns the ETag of the result; null if it has none. */
    @Nullable
    String run() throws IOException {
        return switch (call) {
            case PUT,
                    PUT_WITH_CALLBACK,
                    PUT_WITH_REPEATED_CALLBACK,
                    PUT_FORBIDDING_OVERWRITE,
                    PUT_WITH_CALLBACK_FORBIDDING_OVERWRITE -> put();
            case BUCKET_CALL_WITH_CALLBACK -> bucketCall();
            case UPLOAD, UPLOAD_WITH_CALLBACK, UPLOAD_FORBIDDING_OVERWRITE, UPLOAD_KEEPING_PARTS, UPLOAD_OF_STREAM ->
                upload();
            case COMPLETE, COMPLETE_WITH_CALLBACK, COMPLETE_BY_UPLOAD_ID, COMPLETE_ALL ->
                complete(Objects.requireNonNull(upload));
            case APPEND -> append();
            case COPY_FORBIDDING_OVERWRITE -> copy();
            case ABORT -> {
                Objects.requireNonNull(upload).abort();
                yield null;
            }
        };
    }

    private @Nullable String put() throws IOException {
        PutOptions.Builder options = PutOptions.builder().metadata("marker", LostResponseEnvironment.OURS);
        if (call.hasCallback()) {
            options.callback(callback());
        }
        if (call.forbidsOverwrite()) {
            options.forbidOverwrite(true);
        }
        BucketClient client = call == Call.PUT_WITH_REPEATED_CALLBACK ? environment.repeating : environment.bucket;
        PutResult result = style == CallStyle.BLOCKING
                ? client.put(key, Body.of(bytes), options.build())
                : CallStyle.await(client.async().put(key, Body.of(bytes), options.build()));
        return result.etag();
    }

    private @Nullable String bucketCall() throws IOException {
        BucketRequest request = BucketRequest.builder("PUT")
                .key(key)
                .header("x-oss-meta-marker", LostResponseEnvironment.OURS)
                .body(Body.of(bytes))
                .callback(callback())
                .build();
        try (BucketResponse response = environment.bucket.call(request)) {
            assertEquals("{}", new String(response.bytes(), UTF_8));
            return null;
        }
    }

    private @Nullable String upload() throws IOException {
        UploadOptions.Builder builder = UploadOptions.builder()
                .partSize(LostResponseEnvironment.PART)
                .threshold(0)
                .metadata("marker", LostResponseEnvironment.OURS);
        if (call.hasCallback()) {
            builder.callback(callback());
        }
        if (call.forbidsOverwrite()) {
            builder.forbidOverwrite(true);
        }
        if (call == Call.UPLOAD_KEEPING_PARTS) {
            builder.keepParts(true);
        }
        UploadOptions options = builder.build();
        PutResult result;
        if (call == Call.UPLOAD_OF_STREAM) {
            ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
            result = style == CallStyle.BLOCKING
                    ? environment.bucket.upload(key, stream, options)
                    : CallStyle.await(environment
                            .bucket
                            .async()
                            .upload(key, stream, options)
                            .toCompletableFuture());
        } else {
            result = style == CallStyle.BLOCKING
                    ? environment.bucket.upload(key, environment.file, options)
                    : CallStyle.await(environment
                            .bucket
                            .async()
                            .upload(key, environment.file, options)
                            .toCompletableFuture());
        }
        return result.etag();
    }

    private @Nullable String complete(MultipartUpload initiated) throws IOException {
        CompleteOptions.Builder builder = CompleteOptions.builder();
        if (call.hasCallback()) {
            builder.callback(callback());
        }
        CompleteOptions options = builder.build();
        PutResult result;
        if (call == Call.COMPLETE_ALL) {
            result = style == CallStyle.BLOCKING
                    ? initiated.completeAll(options)
                    : CallStyle.await(initiated.async().completeAll(options));
        } else {
            result = style == CallStyle.BLOCKING
                    ? initiated.complete(parts, options)
                    : CallStyle.await(initiated.async().complete(parts, options));
        }
        return result.etag();
    }

    private @Nullable String append() throws IOException {
        PutOptions options = PutOptions.builder()
                .metadata("marker", LostResponseEnvironment.OURS)
                .build();
        AppendPosition at = AppendPosition.of(position);
        AppendResult result = style == CallStyle.BLOCKING
                ? environment.bucket.append(key, at, Body.of(bytes), options)
                : CallStyle.await(environment.bucket.async().append(key, at, Body.of(bytes), options));
        assertEquals(position + bytes.length, result.next().offset());
        return null;
    }

    private @Nullable String copy() throws IOException {
        CopyOptions options = CopyOptions.builder()
                .replaceMetadata(true)
                .metadata("marker", LostResponseEnvironment.OURS)
                .forbidOverwrite(true)
                .build();
        CopySource source = CopySource.of("small");
        CopyResult result = style == CallStyle.BLOCKING
                ? environment.bucket.copy(source, key, options)
                : CallStyle.await(environment.bucket.async().copy(source, key, options));
        return result.etag();
    }
}
