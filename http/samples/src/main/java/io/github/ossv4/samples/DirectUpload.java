// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A page that uploads straight from the browser to OSS: the application server signs a form, the browser posts it with the file
 * to OSS, OSS calls the application server, and what that has verified appears on the page.
 *
 * <p>Usage: {@code DirectUpload [port]}; then open the address that it prints. As it stands OSS is the emulator. With {@code
 * OSS_ENDPOINT}, {@code OSS_BUCKET}, {@code OSS_REGION}, {@code OSS_ACCESS_KEY_ID}, {@code OSS_ACCESS_KEY_SECRET} and {@code
 * OSS_CALLBACK_URL} set it is the real OSS, which must be able to reach that URL (it ends in {@code /callback}), and whose bucket
 * needs a CORS rule: with the page's origin, such as {@code http://127.0.0.1:8000}, as AllowedOrigin, {@code POST} as
 * AllowedMethod, and {@code x-oss-hash-crc64ecma} as ExposeHeader. Without the last the page compares with what the application
 * server asks OSS alone.
 */
public final class DirectUpload implements Closeable {
    private final DirectUploadServer server;
    private final List<Closeable> others;

    private DirectUpload(DirectUploadServer server, List<Closeable> others) {
        this.server = server;
        this.others = others;
    }

    /** Runs the sample until it is stopped. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8000;
        Map<String, String> environment = System.getenv();
        DirectUpload sample = environment.containsKey("OSS_ENDPOINT")
                ? withOss(port, Target.of(environment), Target.required(environment, "OSS_CALLBACK_URL"))
                : withEmulator(port);
        System.out.println("Open " + sample.url() + " in a browser. Ctrl+C ends it.");
    }

    /** Starts the page with an emulator that only pages of this machine may use. */
    static DirectUpload withEmulator(int port) throws IOException {
        Emulator emulator = Emulator.builder()
                .cors("http://127.0.0.1:*", "http://localhost:*")
                .start();
        Target target = new Target(emulator.endpoint(), emulator.bucket(), emulator.region(), emulator.credentials());
        BucketClient bucket = target.client().build();
        CallbackKeyFetcher keys = CallbackKeyFetcher.create();
        DirectUploadServer server =
                DirectUploadServer.start(port, bucket, target.bucket(), keys, emulator.publicKeyUrl(), null);
        emulator.addCallbackTarget(server.port());
        return new DirectUpload(server, List.of(bucket, keys, emulator::close));
    }

    private static DirectUpload withOss(int port, Target target, String callbackUrl) throws IOException {
        BucketClient bucket = target.client().build();
        DirectUploadServer server =
                DirectUploadServer.start(port, bucket, target.bucket(), CallbackKeySource.pinned(), null, callbackUrl);
        return new DirectUpload(server, List.of(bucket));
    }

    String url() {
        return server.url();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Closeable other : others) {
            other.close();
        }
    }
}
