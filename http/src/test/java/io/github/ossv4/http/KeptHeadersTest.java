// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.PostedForm;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each header that OSS keeps with an object, stored in each way in which this client stores objects. */
class KeptHeadersTest extends EmulatorFixture {
    private static final byte[] BYTES = "text".getBytes(UTF_8);

    @TempDir
    private Path directory;

    /** A header that OSS returns with the object. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    private enum Kept {
        CONTENT_TYPE("Content-Type", "image/x-own", ObjectHeaders.Builder::contentType),
        CACHE_CONTROL("Cache-Control", "no-store", ObjectHeaders.Builder::cacheControl),
        CONTENT_DISPOSITION(
                "Content-Disposition", "attachment; filename=\"a b\"", ObjectHeaders.Builder::contentDisposition),
        CONTENT_ENCODING("Content-Encoding", "x-own", ObjectHeaders.Builder::contentEncoding),
        CONTENT_LANGUAGE("Content-Language", "de, en", ObjectHeaders.Builder::contentLanguage),
        EXPIRES("Expires", "Thu, 01 Jan 2099 00:00:00 GMT", (object, value) -> object.expires(FUTURE)),
        METADATA("x-oss-meta-own", "1", (object, value) -> object.metadata("own", value)),
        STORAGE_CLASS("x-oss-storage-class", "IA", (object, value) -> object.storageClass(StorageClass.IA)),
        ENCRYPTION(
                "x-oss-server-side-encryption",
                "AES256",
                (object, value) -> object.serverSideEncryption(ServerSideEncryption.AES256)),
        TAGS("x-oss-tagging-count", "1", (object, value) -> object.tag("k", "v"));

        final String header;
        final String value;
        private final BiConsumer<ObjectHeaders.Builder<?>, String> setter;

        Kept(String header, String value, BiConsumer<ObjectHeaders.Builder<?>, String> setter) {
            this.header = header;
            this.value = value;
            this.setter = setter;
        }

        <B extends ObjectHeaders.Builder<B>> B set(B object) {
            setter.accept(object, value);
            return object;
        }

        /** OSS copies all but class and encryption, which are those of the bucket unless the copy sets them. */
        CopyOptions ofCopy() {
            CopyOptions.Builder copy = CopyOptions.builder();
            return (this == STORAGE_CLASS || this == ENCRYPTION ? set(copy) : copy).build();
        }
    }

    private interface Storing {
        void store(KeptHeadersTest test, Kept kept) throws Exception;
    }

    /** A way to store the object {@code k}. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    private enum Way {
        PUT((test, kept) -> test.put("k", kept)),
        APPEND((test, kept) -> test.bucket.append(
                "k",
                AppendPosition.START,
                Body.of(BYTES),
                kept.set(PutOptions.builder()).build())),
        UPLOAD_IN_PARTS((test, kept) -> {
            Path file = Files.write(test.directory.resolve("f"), new byte[250_000]);
            UploadOptions.Builder options = UploadOptions.builder().partSize(100 * 1024);
            test.bucket.upload("k", file, kept.set(options).build());
            assertEquals("Multipart", test.bucket.head("k").type());
        }),
        UPLOAD_OF_A_STREAM((test, kept) -> {
            try (UploadStream out = test.bucket.openUpload(
                    "k", kept.set(UploadOptions.builder()).build())) {
                out.write(BYTES);
                out.complete();
            }
        }),
        FORM((test, kept) -> {
            FormUpload form =
                    kept.set(FormUpload.toKey(test.emulator.bucket(), "k")).build();
            PostedForm.post(test.bucket.formUrl(), test.bucket.signForm(form, Duration.ofHours(1)), "f", BYTES);
        }),
        COPY((test, kept) -> {
            test.put("source", kept);
            test.bucket.copy(CopySource.of("source"), "k", kept.ofCopy());
        }),
        COPY_IN_PARTS((test, kept) -> {
            test.put("source", kept);
            test.emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));
            test.bucket.copy(CopySource.of("source"), "k", kept.ofCopy());
            assertEquals("Multipart", test.bucket.head("k").type());
        });

        private final Storing storing;

        Way(Storing storing) {
            this.storing = storing;
        }
    }

    private void put(String key, Kept kept) throws Exception {
        bucket.put(key, Body.of(BYTES), kept.set(PutOptions.builder()).build());
    }

    static Stream<Arguments> keptInEachWay() {
        return Stream.of(Kept.values())
                .flatMap(kept -> Stream.of(Way.values())
                        // OSS does not accept tags in a form, and the client refuses them.
                        .filter(way -> kept != Kept.TAGS || way != Way.FORM)
                        .map(way -> Arguments.of(kept, way)));
    }

    @ParameterizedTest
    @MethodSource
    void keptInEachWay(Kept kept, Way way) throws Exception {
        way.storing.store(this, kept);

        assertEquals(kept.value, bucket.head("k").header(kept.header));
    }
}
