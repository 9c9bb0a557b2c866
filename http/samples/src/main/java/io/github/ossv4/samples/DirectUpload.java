// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Shows uploads from a web page directly to OSS. The application server signs a form, the browser posts the form and
 * the file to OSS, OSS calls the application server, and the page shows the result that the application server
 * verified. A file over 20 MiB is sent in parts by presigned URLs: it can be paused, and resumed after a reload.
 *
 * <pre>{@code
 * mvn -q compile exec:java -pl http/samples -am -Dexec.mainClass=io.github.ossv4.samples.DirectUpload
 * }</pre>
 *
 * <p>Open the URL that it prints. {@code -Dexec.args=PORT} sets the port (default 8000). The sample uses the emulator,
 * or OSS if these are set: {@code OSS_ENDPOINT}, {@code OSS_BUCKET}, {@code OSS_REGION}, {@code OSS_ACCESS_KEY_ID},
 * {@code OSS_ACCESS_KEY_SECRET} and {@code OSS_CALLBACK_URL}. OSS must be able to reach that URL, which ends in {@code
 * /callback}.
 *
 * <p>The bucket of OSS needs a CORS rule: AllowedOrigin is the origin of the page, such as {@code
 * http://127.0.0.1:8000}, AllowedMethod is {@code POST} and {@code PUT}, ExposeHeader is {@code x-oss-hash-crc64ecma}.
 * Without ExposeHeader the page compares its CRC64 only with the one that the application server receives from OSS.
 */
public final class DirectUpload implements Closeable {
    private final DirectUploadServer server;
    private final List<Closeable> resources;

    private DirectUpload(DirectUploadServer server, List<Closeable> resources) {
        this.server = server;
        this.resources = resources;
    }

    /** Runs the sample until it is stopped. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8000;
        Map<String, String> environment = System.getenv();
        DirectUpload sample = environment.containsKey("OSS_ENDPOINT")
                ? withOss(port, environment)
                : withEmulator(port, emulator().start());
        System.out.println("Open " + sample.url() + " in a browser. Press Ctrl+C to stop.");
    }

    /** Returns an emulator for pages on this machine, not started yet. */
    public static Emulator.Builder emulator() {
        return Emulator.builder().cors("http://127.0.0.1:*", "http://localhost:*");
    }

    /** Starts the page with an emulator, which {@link #close} does not close. Port 0 chooses a free port. */
    public static DirectUpload withEmulator(int port, Emulator emulator) throws IOException {
        Target target = Target.of(emulator);
        BucketClient bucket = target.client().build();
        DirectUploadServer server = DirectUploadServer.start(port, bucket, target.bucket(), verifier(emulator), null);
        emulator.addCallbackTarget(server.port());
        return new DirectUpload(server, List.of(bucket));
    }

    /** Fetches the key of an emulator now, so that no callback has to wait for it. */
    static CallbackVerifier verifier(Emulator emulator) throws IOException {
        String url = emulator.publicKeyUrl();
        try (InputStream pem = URI.create(url).toURL().openStream()) {
            CallbackPublicKey key = CallbackPublicKey.ofPem(new String(pem.readAllBytes(), StandardCharsets.US_ASCII));
            return CallbackVerifier.of(CallbackKeySource.pinned(url, key)).trusting(url);
        }
    }

    private static DirectUpload withOss(int port, Map<String, String> environment) throws IOException {
        Target target = Target.of(environment);
        String callbackUrl = Target.required(environment, "OSS_CALLBACK_URL");
        BucketClient bucket = target.client().build();
        CallbackVerifier verifier = CallbackVerifier.of(CallbackKeySource.pinned());
        DirectUploadServer server = DirectUploadServer.start(port, bucket, target.bucket(), verifier, callbackUrl);
        return new DirectUpload(server, List.of(bucket));
    }

    /** Returns the URL of the page. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}
