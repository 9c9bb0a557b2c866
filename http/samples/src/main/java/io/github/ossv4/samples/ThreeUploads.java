// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Shows the three kinds of upload, each with a callback, with the emulator: simple, multipart and form upload.
 *
 * <pre>{@code
 * mvn -q compile exec:java -pl http/samples -am -Dexec.mainClass=io.github.ossv4.samples.ThreeUploads
 * }</pre>
 *
 * <p>{@code -Dexec.args=FILE} uploads your own file instead of 1 MiB of zeros.
 */
public final class ThreeUploads {
    private final BucketClient bucket;
    private final String bucketName;
    private final Callback callback;
    private final PrintStream out;

    private ThreeUploads(BucketClient bucket, String bucketName, Callback callback, PrintStream out) {
        this.bucket = bucket;
        this.bucketName = bucketName;
        this.callback = callback;
        this.out = out;
    }

    /** Runs the sample. */
    public static void main(String[] arguments) throws IOException {
        run(
                arguments.length > 0 ? Path.of(arguments[0]) : createFile(),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void run(Path file, PrintStream out) throws IOException {
        try (ApplicationServer server =
                        ApplicationServer.start(request -> out.println("  Callback request: " + request.body()));
                Emulator emulator =
                        Emulator.builder().callbackTarget(server.port()).start();
                BucketClient bucket = Target.of(emulator).client().build()) {
            Callback callback = Callback.builder(server.url())
                    .body(CallbackBody.json(
                                    CallbackVariable.OPERATION,
                                    CallbackVariable.OBJECT,
                                    CallbackVariable.SIZE,
                                    CallbackVariable.CRC64)
                            .custom("x:user", "42"))
                    .build();
            ThreeUploads uploads = new ThreeUploads(bucket, emulator.bucket(), callback, out);
            out.println("Simple upload:");
            uploads.print(uploads.simple(file));
            out.println("Multipart upload:");
            uploads.print(uploads.multipart(file));
            out.println("Form upload:");
            uploads.form(file);
        }
    }

    private PutResult simple(Path file) throws IOException {
        return bucket.put(
                "samples/simple",
                Body.of(file),
                PutOptions.builder().callback(callback).build());
    }

    /** Uses the smallest part size that OSS allows, so that a small file has several parts. */
    private PutResult multipart(Path file) throws IOException {
        return bucket.upload(
                "samples/multipart",
                file,
                UploadOptions.builder()
                        .partSize(100 * 1024)
                        .threshold(0)
                        .callback(callback)
                        .build());
    }

    /** Posts the form as a page does: without credentials, by any HTTP client. */
    private void form(Path file) throws IOException {
        FormUpload upload = FormUpload.toKey(bucketName, "samples/form")
                .maxSize(100 << 20)
                .callback(callback)
                .build();
        SignedForm form = bucket.signForm(upload, Duration.ofMinutes(10));
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        form.fields().forEach(body::addFormDataPart);
        // OSS ignores the fields after the file.
        body.addFormDataPart("file", String.valueOf(file.getFileName()), RequestBody.create(file.toFile(), null));
        Request request =
                new Request.Builder().url(bucket.formUrl()).post(body.build()).build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            out.println("  Callback response: " + response.body().string());
            out.println("  samples/form is stored, ETag " + response.header("ETag"));
        }
    }

    private void print(PutResult result) {
        out.println("  Callback response: "
                + Objects.requireNonNull(result.callbackResponse()).utf8());
        out.println("  " + result.key() + " is stored, ETag " + result.etag()
                + (result.isCrcChecked() ? ", CRC64 checked" : ", CRC64 not checked"));
    }

    private static Path createFile() throws IOException {
        Path file = Files.createTempFile("ossv4-sample", ".bin");
        file.toFile().deleteOnExit();
        return Files.write(file, new byte[1 << 20]);
    }
}
