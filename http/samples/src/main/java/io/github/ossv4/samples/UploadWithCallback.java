// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.object.ContentTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import okhttp3.OkHttpClient;

/**
 * Shows an upload with a callback: prints the signature, the callback request that the application server receives, and
 * the result.
 *
 * <pre>{@code
 * mvn -q compile exec:java -pl http/samples -am
 * }</pre>
 *
 * <p>{@code -Dexec.args=FILE} uploads your own file instead of a bundled picture. The sample uses the emulator and
 * starts an application server. It uses OSS if these are set: {@code OSS_ENDPOINT}, {@code OSS_BUCKET}, {@code
 * OSS_REGION}, {@code OSS_ACCESS_KEY_ID}, {@code OSS_ACCESS_KEY_SECRET}, and {@code OSS_SESSION_TOKEN} for temporary
 * credentials. OSS then calls {@code OSS_CALLBACK_URL}, by default the vendor's public demo server.
 */
public final class UploadWithCallback {
    private static final String DEMO_SERVER = "http://oss-demo.aliyuncs.com:23450";

    private final Map<String, String> environment;
    private final PrintStream out;

    UploadWithCallback(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Runs the sample; exits with status 1 if the upload fails. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Path file = arguments.length > 0 ? Path.of(arguments[0]) : bundledPicture();
            if (!Files.isRegularFile(file)) {
                throw new IOException(file.toAbsolutePath() + " is not a regular file");
            }
            new UploadWithCallback(System.getenv(), out).run(file);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            out.println();
            out.println("The upload failed: " + e.getMessage());
            System.exit(1);
        }
    }

    void run(Path file) throws IOException {
        if (environment.containsKey("OSS_ENDPOINT")) {
            upload(file, Target.of(environment), environment.getOrDefault("OSS_CALLBACK_URL", DEMO_SERVER));
            return;
        }
        try (ApplicationServer server = ApplicationServer.start(this::printCallback);
                Emulator emulator =
                        Emulator.builder().callbackTarget(server.port()).start()) {
            out.println("Emulator: " + emulator.endpoint());
            out.println("Application server: " + server.url());
            upload(file, Target.of(emulator), server.url());
        }
    }

    private void upload(Path file, Target target, String callbackUrl) throws IOException {
        String key = "samples/" + file.getFileName();
        heading("File");
        out.println(file.getFileName() + ", " + Files.size(file) + " bytes, to " + target.bucket() + "/" + key);

        Callback callback = Callback.builder(callbackUrl)
                .body(CallbackBody.json(
                                CallbackVariable.BUCKET,
                                CallbackVariable.OBJECT,
                                CallbackVariable.SIZE,
                                CallbackVariable.MIME_TYPE,
                                CallbackVariable.CRC64,
                                CallbackVariable.IMAGE_WIDTH,
                                CallbackVariable.IMAGE_HEIGHT)
                        .custom("x:user", "42"))
                .build();
        PutOptions options = PutOptions.builder()
                .contentType(contentType(file))
                .callback(callback)
                .build();
        OkHttpClient okHttp = new OkHttpClient.Builder()
                .addNetworkInterceptor(new SignaturePrinter(out, target, key))
                .build();
        try (BucketClient bucket = target.client().okHttpClient(okHttp).build()) {
            PutResult result = bucket.put(key, Body.of(file), options);
            heading("Result");
            print(result, bucket.head(key));
            // Not null after an upload with a callback: if the callback fails, put throws.
            RelayedResponse response = Objects.requireNonNull(result.callbackResponse());
            out.println("Callback response (" + response.contentType() + "):");
            out.println("  " + response.utf8());
        } catch (CallbackFailedException e) {
            heading("Stored, but the callback failed");
            out.println("Reason: " + e.reason() + " (EC " + e.ec() + ")");
            out.println("Object: " + e.stored());
            throw e;
        } finally {
            okHttp.dispatcher().executorService().shutdown();
            okHttp.connectionPool().evictAll();
        }
    }

    private void print(PutResult result, ObjectMetadata metadata) {
        out.println("ETag           " + result.etag());
        out.println("Request id     " + result.requestId());
        out.println("CRC64 of file  " + Crc64.toString(Objects.requireNonNull(result.crc64())));
        out.println("CRC64 at OSS   "
                + (metadata.crc64() == null ? "none" : Crc64.toString(metadata.crc64()))
                + (result.isCrcChecked() ? "  (compared: equal)" : "  (not compared)"));
    }

    private void printCallback(ApplicationServer.CallbackRequest request) {
        heading("Callback request");
        out.println(request.requestLine());
        request.headers().forEach((name, value) -> out.println(name + ": " + value));
        out.println();
        out.println(request.body());
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text + " ==");
    }

    private static String contentType(Path file) {
        return Objects.requireNonNullElse(ContentTypes.ofName(file.toString()), "application/octet-stream");
    }

    private static Path bundledPicture() throws IOException {
        try (InputStream picture = UploadWithCallback.class.getResourceAsStream("sunset.jpg")) {
            if (picture == null) {
                throw new AssertionError("sunset.jpg is not on the class path");
            }
            Path folder = Files.createTempDirectory("ossv4-sample");
            Path file = folder.resolve("sunset.jpg");
            Files.copy(picture, file, StandardCopyOption.REPLACE_EXISTING);
            // Deleted in reverse order: the file before its folder.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        }
    }
}
