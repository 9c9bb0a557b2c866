// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.servlet.CallbackEndpoint;
import io.github.ossv4.servlet.CallbackFilter;
import io.github.ossv4.sign.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** An application in Tomcat that receives callbacks, then {@link Uploads}. */
public final class TomcatUploads {
    private TomcatUploads() {}

    public static void main(String[] args) throws Exception {
        Emulator emulator = Emulator.builder().accessKey("id", "secret").start();
        BucketClient bucket = BucketClient.builder(emulator.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        CallbackTokens tokens = CallbackTokens.of(SecureRandom.getSeed(32));
        CallbackReceiver receiver = CallbackReceiver.of(
                CallbackVerifier.of(CallbackKeyFetcher.create()).trusting(emulator.publicKeyUrl()), tokens, "x:token");
        Tomcat tomcat = start(CallbackFilter.of(
                "/uploaded",
                CallbackEndpoint.of(receiver, receipt -> CallbackResponse.ok()).confirmWith(bucket)));
        int port = tomcat.getConnector().getLocalPort();
        emulator.addCallbackTarget(port);
        String key = "my cat+猫.txt";
        CallbackToken token = CallbackToken.forKey("examplebucket", key, Instant.now().plusSeconds(600));
        for (CallbackBody body : new CallbackBody[] {
            CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT),
            CallbackBody.form(CallbackVariable.BUCKET, CallbackVariable.OBJECT)
        }) {
            Callback callback = Callback.builder("http://127.0.0.1:" + port + "/uploaded")
                    .body(body.custom("x:token", tokens.issue(token)))
                    .build();
            System.out.println("put: received by " + ServerInfo.getServerInfo() + ", callback response "
                    + bucket.put(
                                    key,
                                    Body.of("hello".getBytes(StandardCharsets.UTF_8)),
                                    PutOptions.builder().callback(callback).build())
                            .callbackResponse()
                            .utf8());
        }
        tomcat.stop();
        bucket.close();
        emulator.close();
        WithEmulator.main(new String[0]);
    }

    private static Tomcat start(CallbackFilter filter) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        FilterDef definition = new FilterDef();
        definition.setFilterName("callbacks");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("callbacks");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        tomcat.getConnector();
        tomcat.start();
        return tomcat;
    }
}
