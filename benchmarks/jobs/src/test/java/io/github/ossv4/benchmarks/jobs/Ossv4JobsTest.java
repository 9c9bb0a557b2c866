// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class Ossv4JobsTest extends OssJobsTest<BucketClient, OSSClient> {
    Ossv4JobsTest() {
        super(new Ossv4Jobs(), new SdkV2Jobs());
    }

    @Test
    void signsForm() throws Exception {
        postsForm(oss.emulator().endpoint() + "/" + Jobs.BUCKET);
    }

    @Test
    void receivesCallbacks() throws Exception {
        byte[] secret = new byte[32];
        List<String> uploaded = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/uploaded", jobs.receiveCallbacks(oss.emulator().publicKeyUrl(), secret, uploaded::add));
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/uploaded";
            oss.emulator().addCallbackTarget(server.getAddress().getPort());
            String token = CallbackTokens.of(secret)
                    .issue(CallbackToken.forKey(
                            Jobs.BUCKET, "cat.jpg", Instant.now().plusSeconds(600)));
            Callback callback = Callback.builder(url)
                    .body(CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT)
                            .custom("x:token", token))
                    .build();
            client.put(
                    "cat.jpg",
                    Body.of(new byte[4]),
                    PutOptions.builder().callback(callback).build());
            HttpRequest forged = HttpRequest.newBuilder(URI.create(url))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();

            assertEquals(
                    403,
                    HttpClient.newHttpClient()
                            .send(forged, BodyHandlers.discarding())
                            .statusCode());
            assertEquals(List.of("cat.jpg"), uploaded);
        } finally {
            server.stop(0);
        }
    }
}
