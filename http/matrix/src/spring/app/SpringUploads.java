// SPDX-License-Identifier: Apache-2.0
package app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.servlet.CallbackEndpoint;
import io.github.ossv4.servlet.CallbackFilter;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application that issues forms and receives their callbacks, then {@link Uploads}. */
@RestController
@SpringBootApplication
public class SpringUploads {
    private static Emulator emulator;
    private static BucketClient bucket;

    private final CallbackTokens tokens = CallbackTokens.of(SecureRandom.getSeed(32));

    @GetMapping("/form")
    String form(@RequestParam String callbackUrl) throws IOException {
        CallbackToken token = CallbackToken.forPrefix("examplebucket", "photos/", Instant.now().plusSeconds(600))
                .userData("42");
        Callback callback = Callback.builder(callbackUrl)
                .body(CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT, CallbackVariable.SIZE)
                        .custom("x:token", tokens.issue(token)))
                .build();
        return bucket.signForm(
                        FormUpload.underPrefix("examplebucket", "photos/")
                                .maxSize(1 << 20)
                                .callback(callback)
                                .build(),
                        Duration.ofMinutes(10))
                .json();
    }

    @Bean
    CallbackFilter uploaded() {
        CallbackVerifier verifier = CallbackVerifier.of(CallbackKeyFetcher.create()).trusting(emulator.publicKeyUrl());
        return CallbackFilter.of(
                "/uploaded",
                CallbackEndpoint.of(
                                CallbackReceiver.of(verifier, tokens, "x:token"),
                                receipt -> CallbackResponse.json(Map.of("user", receipt.token().userData())))
                        .confirmWith(bucket));
    }

    public static void main(String[] args) throws Exception {
        emulator = Emulator.builder().accessKey("id", "secret").start();
        bucket = BucketClient.builder(emulator.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        try (ConfigurableApplicationContext context =
                SpringApplication.run(SpringUploads.class, "--server.port=0", "--spring.main.banner-mode=off")) {
            int port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
            emulator.addCallbackTarget(port);
            String application = "http://127.0.0.1:" + port;
            HttpResponse<String> form = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(application + "/form?callbackUrl=" + application + "/uploaded"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            String response = post(SignedForm.of(fields(form.body())), bucket.formUrl());
            System.out.println("form upload: received by Spring Boot " + SpringBootVersion.getVersion()
                    + ", callback response " + response);
            if (!response.equals("{\"user\":\"42\"}")) {
                throw new AssertionError(response);
            }
        } finally {
            bucket.close();
            emulator.close();
        }
        WithEmulator.main(new String[0]);
    }

    /** Posts a form as a page does. */
    private static String post(SignedForm form, String url) throws Exception {
        FormEncoding encoding = FormEncoding.of(form, "my cat+猫.jpg", "boundary-of-a-test");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", encoding.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                        encoding.head(), "hello".getBytes(StandardCharsets.UTF_8), encoding.tail())))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Map<String, String> fields(String json) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.put(parser.currentName(), parser.nextTextValue());
            }
        }
        return fields;
    }
}
