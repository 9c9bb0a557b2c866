// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what web pages of other origins may do. The first rule that allows a request counts. Immutable.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
final class Cors {
    private static final String METHOD = "access-control-request-method";
    private static final String HEADERS = "access-control-request-headers";

    private final List<CorsRule> rules;

    Cors(List<CorsRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Whether a request is a question beforehand, which is never signed. */
    static boolean isPreflight(ReceivedRequest request) {
        return request.method().equals("OPTIONS") && request.header("origin") != null && request.header(METHOD) != null;
    }

    /**
     * Answers such a question.
     *
     * @throws OssException if no rule allows what is asked for
     */
    OssResponse preflight(ReceivedRequest request) {
        if (rules.isEmpty()) {
            throw OssException.corsIsNotEnabled();
        }
        String origin = String.valueOf(request.header("origin"));
        String method = String.valueOf(request.header(METHOD));
        List<String> headers = names(request.header(HEADERS));
        for (CorsRule rule : rules) {
            if (rule.allows(origin, method) && headers.stream().allMatch(rule::allowsHeader)) {
                return answer(rule, origin, headers);
            }
        }
        throw OssException.corsRequestIsNotAllowed();
    }

    private static List<String> names(@Nullable String list) {
        List<String> names = new ArrayList<>();
        for (String name : (list == null ? "" : list).split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.trim());
            }
        }
        return names;
    }

    private static OssResponse answer(CorsRule rule, String origin, List<String> headers) {
        OssResponse answer = OssResponse.of(200).header("Access-Control-Allow-Methods", rule.allowedMethods());
        if (!headers.isEmpty()) {
            answer.header("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        Duration maxAge = rule.age();
        if (maxAge != null) {
            answer.header("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        }
        describe(rule, origin, answer.headers());
        return answer;
    }

    /**
     * Checks that a request does not come from a web page of another origin, unless a rule allows that. OSS makes no
     * such check: it leaves it to the browser to hide the response from the page. By then the request has had its effect.
     *
     * @throws OssException if no rule allows the request's origin and method
     */
    void check(ReceivedRequest request) {
        String origin = request.header("origin");
        if (origin == null || origin.equals("http://" + request.host())) {
            return;
        }
        if (rules.stream().noneMatch(rule -> rule.allows(origin, request.method()))) {
            throw OssException.originNotAllowed(origin, request.method());
        }
    }

    /** Adds to the answer of an exchange, whatever it is, what lets the page see it. */
    void describe(RequestHead exchange, HttpHeaders answer) {
        String origin = exchange.head().headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return;
        }
        for (CorsRule rule : rules) {
            if (rule.allows(origin, exchange.method())) {
                describe(rule, origin, answer);
                return;
            }
        }
    }

    private static void describe(CorsRule rule, String origin, HttpHeaders answer) {
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, rule.allowedOrigin(origin));
        if (!rule.seenHeaders().isEmpty()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, rule.seenHeaders());
        }
        answer.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
}
