// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/**
 * An emulator, or a bucket of OSS itself if the environment names one in {@code OSSV4_CONFORMANCE_BUCKET}. Then it must
 * also set {@code OSS_ENDPOINT}, {@code OSS_REGION}, {@code OSS_ACCESS_KEY_ID}, {@code OSS_ACCESS_KEY_SECRET}, {@code
 * OSS_SESSION_TOKEN} for a temporary pair, and {@code OSS_CNAME=true} if the endpoint is a domain that is bound to the
 * bucket. All keys are below a random prefix.
 */
final class ServerUnderTest implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Emulator emulator;
    private final HttpServer application;
    private final BlockingQueue<String> callbacks = new LinkedBlockingQueue<>();
    private final String endpoint;
    private final String bucket;
    private final String region;
    private final Credentials credentials;
    private final String prefix =
            "conformance-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "/";
    private final boolean cname;
    private volatile String callbackResponse = "";
    private volatile String lastRequestId = "";
    private volatile Duration ahead = Duration.ZERO;

    private ServerUnderTest(Map<String, String> environment) {
        this.emulator = null;
        this.application = null;
        this.endpoint = variable(environment, "OSS_ENDPOINT").replaceFirst("^(?!https?://)", "https://");
        this.bucket = variable(environment, "OSSV4_CONFORMANCE_BUCKET");
        this.region = variable(environment, "OSS_REGION");
        this.credentials = Credentials.of(
                variable(environment, "OSS_ACCESS_KEY_ID"),
                variable(environment, "OSS_ACCESS_KEY_SECRET"),
                environment.get("OSS_SESSION_TOKEN"));
        this.cname = "true".equals(environment.get("OSS_CNAME"));
        if (!cname && endpoint.matches("https?://[0-9.:]+")) {
            throw new IllegalStateException("OSS_ENDPOINT must be a host name, since the bucket is put before it");
        }
    }

    private ServerUnderTest(HttpServer application) throws IOException {
        this.application = application;
        this.cname = false;
        this.emulator = Emulator.builder()
                .bucket("examplebucket")
                .clock(TestEmulator.clock(this::now))
                .callbackTarget(application.getAddress().getPort())
                .start();
        this.endpoint = emulator.endpoint();
        this.bucket = emulator.bucket();
        this.region = emulator.region();
        this.credentials = Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret());
        application.createContext("/", exchange -> {
            callbacks.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] response = callbackResponse.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, response.length == 0 ? -1 : response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
        });
        application.start();
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the environment must set " + name);
        }
        return value;
    }

    /** Returns the bucket of OSS that an environment names, or else a new emulator. */
    static ServerUnderTest of(Map<String, String> environment) throws IOException {
        if (environment.containsKey("OSSV4_CONFORMANCE_BUCKET")) {
            return new ServerUnderTest(environment);
        }
        return new ServerUnderTest(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    boolean isEmulator() {
        return emulator != null;
    }

    HttpClient http() {
        return HTTP;
    }

    String bucket() {
        return bucket;
    }

    String region() {
        return region;
    }

    Credentials credentials() {
        return credentials;
    }

    /** Returns the URL of a bucket, or of the service if it is null, with a slash at the end. */
    String url(String name) {
        if (name == null && !cname) {
            return endpoint + "/";
        }
        if (cname) {
            Assumptions.assumeTrue(bucket.equals(name), "a domain that is bound to a bucket serves no other");
            return endpoint + "/";
        }
        return isEmulator() ? endpoint + "/" + name + "/" : endpoint.replaceFirst("://", "://" + name + ".") + "/";
    }

    void received(String requestId) {
        lastRequestId = requestId;
    }

    /** Returns the ID of the last response; empty if it had none. */
    String lastRequestId() {
        return lastRequestId;
    }

    /** Returns what is tested, without names. */
    String description() {
        return (isEmulator() ? "The emulator" : "OSS, " + region) + (cname ? ", at a custom domain" : "") + ".";
    }

    /** Removes names, signed URLs and secrets from a text, and makes it one line. */
    String redact(String text) {
        String redacted = text.replaceAll("\\?\\S*x-oss-\\S*", "?…")
                .replace(prefix, "…")
                .replace(bucket, "…")
                .replace(URI.create(endpoint).getHost(), "…");
        for (String secret : new String[] {credentials.accessKeyId(), credentials.securityToken()}) {
            redacted = secret == null ? redacted : redacted.replace(secret, "…");
        }
        return redacted.replaceAll("\\s+", " ").replace("|", "/");
    }

    /** Advances the clock of the emulator, and with it the time of requests. */
    void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    /** Returns the key of an object that belongs to this run. */
    String key(String name) {
        return prefix + name;
    }

    /** Returns the name of a bucket that does not exist. */
    static String newBucket() {
        return "ossv4-conformance-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    SentRequest request(String method, String key) {
        return new SentRequest(this, method, bucket, key);
    }

    SentRequest onBucket(String method) {
        return onBucket(method, bucket);
    }

    SentRequest onBucket(String method, String name) {
        return new SentRequest(this, method, name, null);
    }

    SentRequest onService(String method) {
        return new SentRequest(this, method, null, null);
    }

    /** Stores an object and returns its key. */
    String put(String name, String body) throws IOException, InterruptedException {
        String key = key(name);
        request("PUT", key).body(body).send().is(200);
        return key;
    }

    /** Starts a multipart upload and returns its ID. */
    String initiate(String key) throws IOException, InterruptedException {
        return request("POST", key).query("uploads").send().is(200).element("UploadId");
    }

    SentRequest part(String key, String uploadId, int number) {
        return request("PUT", key).query("partNumber", Integer.toString(number)).query("uploadId", uploadId);
    }

    /** Returns a request that completes an upload with the parts 1, 2, … of these ETags. */
    SentRequest complete(String key, String uploadId, String... etags) {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < etags.length; i++) {
            document.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>")
                    .append(etags[i])
                    .append("</ETag></Part>");
        }
        return request("POST", key)
                .query("uploadId", uploadId)
                .body(document.append("</CompleteMultipartUpload>").toString());
    }

    /** Returns the URL of an application server, which responds with a text. */
    String callbackUrl(String response) {
        callbackResponse = response;
        callbacks.clear();
        return "http://127.0.0.1:" + application.getAddress().getPort() + "/uploaded";
    }

    /** Returns the bodies of the callbacks since {@link #callbackUrl}. */
    List<String> callbacks() {
        return List.copyOf(callbacks);
    }

    /** Deletes the objects and uploads of this run. */
    void clear() throws IOException, InterruptedException {
        for (String key : list("Key")) {
            request("DELETE", key).send();
        }
        ReceivedResponse uploads = onBucket("GET")
                .query("uploads")
                .query("prefix", prefix)
                .query("encoding-type", "url")
                .send();
        List<String> keys = decoded(uploads.elements("Key"));
        List<String> ids = uploads.elements("UploadId");
        for (int i = 0; i < ids.size(); i++) {
            request("DELETE", keys.get(i)).query("uploadId", ids.get(i)).send();
        }
        List<String> left = list("Key");
        if (!left.isEmpty()) {
            throw new IOException("these objects are not deleted: " + left);
        }
    }

    private List<String> list(String element) throws IOException, InterruptedException {
        return decoded(onBucket("GET")
                .query("prefix", prefix)
                .query("max-keys", "1000")
                .query("encoding-type", "url")
                .send()
                .elements(element));
    }

    private static List<String> decoded(List<String> encoded) {
        return encoded.stream()
                .map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
            application.stop(0);
        }
    }
}
