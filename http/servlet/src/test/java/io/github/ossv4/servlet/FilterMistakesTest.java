// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.servlet.testing.JettyServer;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.TomcatServer;
import io.github.ossv4.servlet.testing.WebServer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A filter that calls {@code getParameter} before a servlet that reads the raw body. */
@Timeout(120)
class FilterMistakesTest {
    private enum Container {
        JETTY {
            @Override
            WebServer start(List<Filter> filters, Map<String, HttpServlet> servlets) throws Exception {
                return new JettyServer("/", filters, servlets);
            }
        },
        TOMCAT {
            @Override
            WebServer start(List<Filter> filters, Map<String, HttpServlet> servlets) throws Exception {
                return new TomcatServer("", filters, servlets);
            }
        };

        abstract WebServer start(List<Filter> filters, Map<String, HttpServlet> servlets) throws Exception;
    }

    private static final String KEY = "my cat.jpg";
    private static final Filter READS_PARAMETER = (request, response, chain) -> {
        request.getParameter("lang");
        chain.doFilter(request, response);
    };

    private final BlockingQueue<CallbackReceipt> receipts = new LinkedBlockingQueue<>();
    private Oss oss;

    private final class ReadingServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient CallbackReceiver receiver = oss.receiver();

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            CallbackReceipt receipt = receiver.receive(
                    ReceivedCallback.read(
                            request.getMethod(),
                            request.getRequestURI(),
                            request.getQueryString(),
                            request::getHeader,
                            request.getInputStream()),
                    Instant.now());
            receipts.add(receipt);
            CallbackResponse result = receipt.isAccepted() ? CallbackResponse.ok() : CallbackResponse.refusal(receipt);
            response.setStatus(result.status());
            result.headers().forEach(response::setHeader);
            response.getOutputStream().write(result.body());
        }
    }

    @BeforeEach
    void start() throws IOException {
        oss = new Oss();
    }

    @AfterEach
    void stop() {
        oss.close();
    }

    private String upload(WebServer server, CallbackBody body) throws IOException {
        oss.emulator.addCallbackTarget(server.port());
        return oss.put(KEY, "http://127.0.0.1:" + server.port() + "/uploaded", body);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void explainsFormThatFilterParsed(Container container) throws Exception {
        try (WebServer server = container.start(List.of(READS_PARAMETER), Map.of("/uploaded", new ReadingServlet()))) {
            CallbackFailedException failed =
                    assertThrows(CallbackFailedException.class, () -> upload(server, oss.form(KEY)));
            assertEquals("403", Oss.status(failed), failed.reason());
            CallbackReceipt receipt = receipts.poll(1, TimeUnit.MINUTES);
            assertEquals(CallbackCheck.SIGNATURE, receipt.failedCheck());
            assertTrue(
                    receipt.reason()
                            .matches("the body is empty, Content-Length is [1-9][0-9]+: a filter or the framework"
                                    + " read it before, for example by getParameter; .* use a JSON body"),
                    receipt.reason());
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void acceptsJsonBehindThatFilter(Container container) throws Exception {
        try (WebServer server = container.start(List.of(READS_PARAMETER), Map.of("/uploaded", new ReadingServlet()))) {
            assertEquals("{\"Status\":\"OK\"}", upload(server, oss.json(KEY)));
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void acceptsFormIfCallbackFilterIsFirst(Container container) throws Exception {
        Filter callbacks = CallbackFilter.of(
                "/uploaded", CallbackEndpoint.of(oss.receiver(), receipt -> CallbackResponse.json("\"filter\"")));
        try (WebServer server =
                container.start(List.of(callbacks, READS_PARAMETER), Map.of("/uploaded", new ReadingServlet()))) {
            assertEquals("\"filter\"", upload(server, oss.form(KEY)));
            assertTrue(receipts.isEmpty());
        }
    }
}
