// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The emulator, a client of it, and what an application needs to receive its callbacks. */
public final class Oss implements AutoCloseable {
    public static final byte[] HELLO = "hello".getBytes(UTF_8);
    public static final String TOKEN = "x:token";

    public final Emulator emulator;
    public final BucketClient bucket;
    public final CallbackTokens tokens = CallbackTokens.of(new byte[32]);

    /** The public key of the emulator's callbacks. */
    public final String pem;

    public Oss() throws IOException {
        Credentials credentials = Credentials.of("id", "secret");
        // OSS waits for five seconds, which may be too short on a busy machine.
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .callbackTimeout(Duration.ofSeconds(60))
                .start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(credentials)
                .retryPolicy(RetryPolicy.NONE)
                .build();
        // A fetch during a callback would have a time limit of two seconds.
        try (InputStream key = URI.create(emulator.publicKeyUrl()).toURL().openStream()) {
            pem = new String(key.readAllBytes(), UTF_8);
        }
    }

    /** Returns a receiver of the emulator's callbacks. */
    public CallbackReceiver receiver() {
        return CallbackReceiver.of(verifier(), tokens, TOKEN);
    }

    public CallbackVerifier verifier() {
        String url = emulator.publicKeyUrl();
        return CallbackVerifier.of(CallbackKeySource.pinned(url, CallbackPublicKey.ofPem(pem)))
                .trusting(url);
    }

    public String token(String key) {
        return token(key, Duration.ofMinutes(10));
    }

    public String token(String key, Duration validity) {
        return tokens.issue(
                CallbackToken.forKey(emulator.bucket(), key, Instant.now().plus(validity))
                        .userData("42"));
    }

    /** Returns a body with the facts about an object and its token. */
    public CallbackBody json(String key) {
        return CallbackBody.json(
                        CallbackVariable.BUCKET,
                        CallbackVariable.OBJECT,
                        CallbackVariable.SIZE,
                        CallbackVariable.ETAG,
                        CallbackVariable.CRC64)
                .custom(TOKEN, token(key));
    }

    /** Like {@link #json}, but of type form. */
    public CallbackBody form(String key) {
        return CallbackBody.form(
                        CallbackVariable.BUCKET,
                        CallbackVariable.OBJECT,
                        CallbackVariable.SIZE,
                        CallbackVariable.ETAG,
                        CallbackVariable.CRC64)
                .custom(TOKEN, token(key));
    }

    /** Puts an object, and returns what its callback returned. */
    public String put(String key, String callbackUrl, CallbackBody body) throws IOException {
        return bucket.put(
                        key,
                        Body.of(HELLO),
                        PutOptions.builder()
                                .callback(callback(callbackUrl, body))
                                .build())
                .callbackResponse()
                .utf8();
    }

    /** Uploads by a signed form, and returns what the callback returned. */
    public String post(String key, String callbackUrl, CallbackBody body) throws IOException {
        FormUpload form = FormUpload.toKey(emulator.bucket(), key)
                .callback(callback(callbackUrl, body))
                .build();
        return post(bucket.signForm(form, Duration.ofMinutes(10)), "hello.txt");
    }

    /** Posts a signed form as a page does, and returns the body of the response. */
    public String post(SignedForm form, String filename) throws IOException {
        FormEncoding encoding = FormEncoding.of(form, filename, "boundary-of-a-test");
        HttpRequest request = HttpRequest.newBuilder(URI.create(bucket.formUrl()))
                .header("Content-Type", encoding.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(encoding.head(), HELLO, encoding.tail())))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Returns the status of the application that OSS reports. */
    public static String status(CallbackFailedException failed) {
        return failed.reason().replaceAll("(?i).*status ?: (\\d+)\\..*", "$1");
    }

    private static Callback callback(String url, CallbackBody body) {
        return Callback.builder(url).body(body).build();
    }

    @Override
    public void close() {
        bucket.close();
        emulator.close();
    }
}
